// Saves every answer as it is given. Nothing counts as saved before the server has said so, and nothing typed is lost:
// a change is sent with a save id, and sent again with the same id until there is an answer. Without this file the page
// is an ordinary form.

import { showBoth, showRefusal, takeAway, showHints } from "./both.js";
import { applyConditions } from "./conditions.js";

const TYPING_PAUSE = 700; // milliseconds without a key before what was typed is sent
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30000;
const PATIENCE = 15000; // for one reply

const form = document.querySelector("form[data-answers]");
const corner = document.querySelector("[data-saving]");
const said = document.querySelector("[data-said]");
const questions = new Map();
let lastSaved = "";
let pause = FIRST_PAUSE;
let waiting = 0; // the timer of the next try
let trouble = ""; // "", "away", "signed-out"
let spoken = "";

// What stands in the fields of one question now.

function fieldsOf(question) {
  const named = (letter) => [...form.elements].filter((each) => each.name === `${letter}.${question.id}`);
  return { values: named("v"), evidence: named("e")[0], reason: named("r")[0] };
}

function valueOf(question) {
  const chosen = question.fields.values.filter((each) => each.checked).map((each) => each.value);
  if (question.kind === "choices") return chosen;
  const first = question.fields.values[0];
  if (first && (first.type === "radio" || first.type === "checkbox")) return chosen[0] ?? "";
  return first ? first.value : "";
}

function contentOf(question) {
  return {
    value: valueOf(question),
    evidence: question.fields.evidence ? question.fields.evidence.value : "",
    reason: question.fields.reason ? question.fields.reason.value : "",
  };
}

// What the server had sent: a person may have answered before this script was there.

function asServed(field) {
  if (field.tagName !== "SELECT") return field.defaultValue;
  return ([...field.options].find((each) => each.defaultSelected) ?? field.options[0])?.value ?? "";
}

function servedIn(question) {
  const { values, evidence, reason } = question.fields;
  const chosen = values.filter((each) => each.defaultChecked).map((each) => each.value);
  const [first] = values;
  const several = first && (first.type === "radio" || first.type === "checkbox");
  return {
    value: question.kind === "choices" ? chosen : several ? chosen[0] ?? "" : first ? asServed(first) : "",
    evidence: evidence ? asServed(evidence) : "",
    reason: reason ? asServed(reason) : "",
  };
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const isChanged = (question) => !same(contentOf(question), question.saved);
const isOpen = (question) => question.pending !== null || isChanged(question);

// Sending.

function bodyOf(question) {
  if (question.pending === null) {
    question.pending = { ...contentOf(question), question: question.id, base: question.version, save: crypto.randomUUID() };
  }
  return JSON.stringify(question.pending);
}

async function ask(method, body, keepalive = false) {
  const patience = new AbortController();
  const timer = window.setTimeout(() => patience.abort(), PATIENCE);
  try {
    return await fetch(form.dataset.answers, {
      method,
      body,
      keepalive,
      redirect: "manual",
      credentials: "same-origin",
      cache: "no-store",
      signal: keepalive ? undefined : patience.signal,
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
        "X-Person": form.dataset.person,
      },
    });
  } finally {
    window.clearTimeout(timer);
  }
}

async function send(question, anyway = false) {
  window.clearTimeout(question.timer);
  if (question.sending || question.held || !isOpen(question) || (trouble && anyway !== true)) return;
  question.sending = true;
  show();
  try {
    const reply = await ask("POST", bodyOf(question));
    if (reply.type === "opaqueredirect") await signedOut();
    else await heard(question, reply);
  } catch {
    later("away");
  } finally {
    question.sending = false;
  }
  if (!question.held && !trouble && isOpen(question)) soon(question, TYPING_PAUSE);
  show();
}

async function heard(question, reply) {
  const told = reply.headers.get("Content-Type")?.startsWith("application/json") ? await reply.json() : {};
  const act = REPLIES[reply.status];
  if (act) return act(question, told);
  if (reply.status >= 500 || reply.status === 429 || reply.status === 408) return later("away");
  return refused(question, told);
}

const REPLIES = {
  200: saved,
  401: signedOut,
  403: tokenIsOld,
  404: closed,
  409: conflict,
  423: closed,
};

function saved(question, told) {
  const { value, evidence, reason } = question.pending;
  question.saved = { value, evidence, reason };
  question.version = told.version;
  question.pending = null;
  lastSaved = told.at;
  recovered();
  takeAway(question.place);
  rememberBases();
  if (told.hints?.length) showHints(question.place, told.hints);
}

function conflict(question, told) {
  question.pending = null;
  question.held = "both";
  recovered();
  showBoth(question.place, told, (choice) => settle(question, told, choice));
}

// A person has chosen: the next save stands upon the version they saw.
function settle(question, told, choice) {
  const { theirs } = told;
  question.version = told.version;
  question.saved = { value: theirs.value, evidence: theirs.evidence, reason: theirs.reason };
  question.held = "";
  const { evidence, reason } = question.fields;
  if (choice === "theirs") {
    setValue(question, theirs.value);
    if (evidence) evidence.value = theirs.evidence;
    if (reason) reason.value = theirs.reason;
  }
  if (choice === "both") join(question, theirs);
  applyConditions(form, valueById);
  rememberBases();
  takeAway(question.place);
  send(question);
  show();
}

function join(question, theirs) {
  const written = question.fields.evidence ?? question.fields.values[0];
  const text = question.fields.evidence ? theirs.evidence : String(theirs.value);
  const isText = written && (written.tagName === "TEXTAREA" || written.type === "text");
  if (isText && text && text !== written.value) written.value = [text, written.value].filter(Boolean).join("\n\n");
  written?.focus();
}

function setValue(question, value) {
  const several = Array.isArray(value) ? value.map(String) : [String(value)];
  for (const each of question.fields.values) {
    if (each.type === "radio" || each.type === "checkbox") each.checked = several.includes(each.value);
    else each.value = several[0] ?? "";
  }
}

function refused(question, told) {
  question.pending = null;
  question.saved = contentOf(question); // asked again only when it is changed
  question.refused = true;
  recovered();
  showRefusal(question.place, told.says || corner.dataset.refused);
}

function closed(question, told) {
  question.held = "closed";
  recovered();
  showRefusal(question.place, told.says || corner.dataset.closed);
}

// Waiting: with longer and longer pauses, none of them the same for two browsers.

function later(why) {
  trouble = why;
  window.clearTimeout(waiting);
  waiting = window.setTimeout(tryAgain, pause * (0.5 + Math.random()));
  pause = Math.min(pause * 2, LONGEST_PAUSE);
  show();
}

function recovered() {
  trouble = "";
  pause = FIRST_PAUSE;
}

async function tryAgain() {
  if (trouble === "signed-out" && !(await freshToken())) return later("signed-out");
  trouble = "";
  await Promise.all([...questions.values()].map((each) => send(each, true)));
  return undefined;
}

function signedOut() {
  pause = Math.min(pause, 4000);
  later("signed-out");
}

async function tokenIsOld() {
  if (await freshToken()) later("away");
  else signedOut();
}

async function freshToken() {
  try {
    const reply = await ask("GET");
    if (!reply.ok) return false;
    form.elements.csrfmiddlewaretoken.value = (await reply.json()).token;
    return true;
  } catch {
    return false;
  }
}

// What the corner of the page says.

function show() {
  const all = [...questions.values()];
  const { dataset } = corner;
  let [state, words] = all.some(isOpen) ? ["waiting", dataset.savingNow] : ["saved", `${dataset.saved} ${lastSaved}`];
  if (all.some((each) => each.refused)) [state, words] = ["not", dataset.refused];
  if (all.some((each) => each.held === "both")) [state, words] = ["not", dataset.both];
  if (all.some((each) => each.held === "closed")) [state, words] = ["not", dataset.closed];
  if (trouble) [state, words] = ["not", trouble === "signed-out" ? dataset.signedOut : dataset.not];
  corner.hidden = state === "saved" && !lastSaved;
  corner.className = `ts-saving ts-saving--${state}`;
  corner.querySelector("[data-words]").textContent = words;
  corner.querySelector("[data-sign-in]").hidden = trouble !== "signed-out";
  // Read aloud are the first save, whatever is not saved, and that it is saved again; not every save.
  if (state === "not" || (state === "saved" && lastSaved && state !== spoken)) say(state, words);
}

function say(state, words) {
  spoken = state;
  if (said.textContent !== words) said.textContent = words;
}

function rememberBases() {
  form.elements.bases.value = [...questions.values()].map((each) => `${each.id}:${each.version}`).join(" ");
}

// Listening.

function soon(question, milliseconds) {
  window.clearTimeout(question.timer);
  question.timer = window.setTimeout(() => send(question), milliseconds);
}

function changed(event, milliseconds) {
  const name = event.target.name?.slice(2);
  const question = questions.get(name);
  if (!question) return;
  if (question.refused) {
    question.refused = false;
    takeAway(question.place);
  }
  if (event.target.type === "radio" || event.target.type === "checkbox") applyConditions(form, valueById);
  if (isOpen(question)) soon(question, milliseconds);
  show();
}

const valueById = (id) => (questions.has(id) ? valueOf(questions.get(id)) : JSON.parse(form.dataset.known)[id] ?? "");

function leaving() {
  for (const question of questions.values()) {
    if (isOpen(question) && !question.held) ask("POST", bodyOf(question), true).catch(() => {});
  }
}

function begin() {
  form.autocomplete = "off"; // going back shows what the server has, not what once stood here: that is saved, or told
  for (const place of form.querySelectorAll("[data-question]")) {
    const question = {
      id: place.dataset.question, kind: place.dataset.kind, version: Number(place.dataset.version), place,
      pending: null, sending: false, held: "", refused: false, timer: 0,
    };
    question.fields = fieldsOf(question);
    question.saved = servedIn(question);
    questions.set(question.id, question);
    if (isOpen(question)) soon(question, TYPING_PAUSE);
  }
  form.addEventListener("input", (event) => changed(event, TYPING_PAUSE));
  form.addEventListener("change", (event) => changed(event, 0));
  form.addEventListener("submit", goOn);
  window.addEventListener("pagehide", leaving);
  window.addEventListener("online", () => trouble && tryAgain());
  document.addEventListener("visibilitychange", () => document.hidden && leaving());
  window.addEventListener("beforeunload", (event) => {
    const open = [...questions.values()].some((each) => isOpen(each) || each.held);
    if (open && !form.dataset.going) event.preventDefault();
  });
  applyConditions(form, valueById);
  show();
}

// The button: everything is saved first, and the page is left only then.
async function goOn(event) {
  event.preventDefault();
  const button = event.submitter;
  for (let tries = 0; tries < 3 && [...questions.values()].some(isOpen) && !trouble; tries += 1) {
    await Promise.all([...questions.values()].map((each) => send(each)));
    await new Promise((resolve) => window.setTimeout(resolve, 50));
  }
  const stuck = [...questions.values()].find((each) => isOpen(each) || each.held || each.refused);
  if (stuck) {
    show();
    stuck.place.scrollIntoView({ block: "center" });
    return;
  }
  form.dataset.going = "1";
  const chosen = document.createElement("input");
  chosen.type = "hidden";
  chosen.name = button?.name || "stay";
  chosen.value = "1";
  form.append(chosen);
  form.submit();
}

if (form && corner) begin();
