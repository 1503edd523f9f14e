// Behaviour of every page. Every page works without it; here it is only made quicker and safer.
import htmx from "htmx.org";
import "./keys.js";
import "./menus.js";
import "./registers.js";
import "./forms.js";
import "./choices.js";
import "./rows.js";
import "./weights.js";
import "./proposes.js";
import "./drafts.js";
import "./minutes.js";
import "./asks.js";
import "./signs.js";
import "./places.js";
import "./passkey.js";
import "./verify.js";
import "./calendar.js";
import "./work.js";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
window.htmx = htmx;
document.documentElement.classList.add("js");
