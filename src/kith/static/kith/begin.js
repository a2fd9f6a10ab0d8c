// Before the page is drawn: GOV.UK Frontend shows its enhanced components only where scripts run.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
