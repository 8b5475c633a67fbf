/* Says so two minutes before an idle session ends, and can keep it. Other pages of the same person count as work.

   Signing in anew changes the token that forms carry. A page opened after it hands its token to the older pages of the
   same person, so that what is typed there can still be sent. */

const NOTICE = 120; // seconds before the end
const LOOK = 2_000; // milliseconds between two looks at the clock; a sleeping machine is noticed when it wakes

/** Watch the session of a page whose body has `data-idle-seconds`. */
export function watchSession(page) {
  const { idleSeconds, stayHref, person } = page.body.dataset;
  const box = page.querySelector("[data-session]");
  if (!idleSeconds || !box) return;
  const words = box.querySelector("p");
  const stay = box.querySelector("button");
  const signIn = box.querySelector("a");
  const others = new BroadcastChannel("touchstone-session");
  let ends = 0;
  const show = (told, over) => {
    if (words.textContent !== told) words.textContent = told;
    stay.hidden = over;
    signIn.hidden = !over;
    box.hidden = false;
  };
  const begin = () => { ends = Date.now() + Number(idleSeconds) * 1000; box.hidden = true; };
  const tokens = () => [...page.querySelectorAll("input[name=csrfmiddlewaretoken]")];
  const alive = () => { begin(); others.postMessage({ person, token: tokens()[0]?.value }); };
  const look = () => {
    const left = (ends - Date.now()) / 1000;
    if (left <= 0) show(box.dataset.over, true);
    else if (left <= NOTICE) show(box.dataset.soon, false);
  };
  others.addEventListener("message", ({ data }) => {
    if (data.person !== person) return;
    for (const input of tokens()) if (data.token) input.value = data.token;
    begin();
  });
  // A page that saves by itself says so: each answer of the server keeps the session.
  page.addEventListener("touchstone:alive", alive);
  stay.addEventListener("click", async () => {
    const token = tokens()[0]?.value ?? "";
    stay.disabled = true;
    try {
      const answer = await fetch(stayHref, { method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual" });
      if (answer.ok) alive();
      else show(box.dataset.over, true);
    } catch {
      show(box.dataset.failed, false);
    } finally {
      stay.disabled = false;
    }
  });
  alive();
  setInterval(look, LOOK);
  page.addEventListener("visibilitychange", look);
}
