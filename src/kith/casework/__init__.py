"""The record, in Django: one room for each part of the service, all furnished alike."""
