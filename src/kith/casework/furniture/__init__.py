"""What every room is furnished with: history, periods, forms, lists, drafts and the page around them."""
