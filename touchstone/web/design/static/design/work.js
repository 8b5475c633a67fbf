/* Small improvements of signed-in pages, switched on by data attributes. Every page works without them. */

import { guardForms, sendOnce } from "./guard.js";
import { watchSession } from "./session.js";
import { filterTables } from "./tables.js";
import { closeMenus, countCharacters, leadToProblems } from "./typing.js";

leadToProblems(document);
closeMenus(document);
countCharacters(document);
filterTables(document);
guardForms(document);
sendOnce(document);
watchSession(document);
