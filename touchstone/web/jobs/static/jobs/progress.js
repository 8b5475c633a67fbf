// Moves every progress bar of the page: asks the job's own address every two seconds, and goes to its page at the end.
// The page works without this file: a link there asks again.

const SECONDS = 2;
const MOST_SECONDS = 30;
const BY_ITSELF = { Accept: "application/json", "X-Background": "1" }; // asking is no use of a session: it may end

function show(place, job) {
  const bar = place.querySelector("progress");
  const words = place.querySelector(".ts-progress__words");
  if (job.of) {
    bar.max = job.of;
    bar.value = job.done;
  }
  words.textContent = job.words;
  bar.textContent = job.words;
}

function watch(place) {
  let pause = SECONDS;
  const ask = async () => {
    if (document.hidden) return later(); // nobody looks; nothing is asked
    try {
      const answer = await fetch(place.dataset.progress, { headers: BY_ITSELF, redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      const job = await answer.json();
      show(place, job);
      if (job.ended) return window.location.assign(place.dataset.then);
      pause = SECONDS;
    } catch {
      pause = Math.min(pause * 2, MOST_SECONDS); // the network is away, or the sign-in has ended: the link is still there
    }
    return later();
  };
  const later = () => window.setTimeout(ask, pause * 1000);
  later();
}

document.querySelectorAll("[data-progress]").forEach(watch);
