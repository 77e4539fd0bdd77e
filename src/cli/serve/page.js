"use strict";
// Asks for the state a few times a second, and takes a new picture without moving the eye of the reader.
const element = (id) => document.getElementById(id);
const stage = element("stage");
const picture = element("picture");
let version = -1;
let drawn = 0;
let size = null;             // width and height of the picture
let seen = null;             // scale and place; null until the first picture
let fitted = true;           // whether the reader has not moved anything

function show() {
  if (!seen || !size) return;
  // a width of its own instead of a scale: the lines stay sharp
  picture.style.width = `${size.w * seen.k}px`;
  picture.style.height = `${size.h * seen.k}px`;
  picture.style.transform = `translate(${seen.x}px, ${seen.y}px)`;
}

function fit() {
  if (!size) return;
  const k = Math.min(stage.clientWidth / size.w, stage.clientHeight / size.h) * 0.97;
  seen = { k, x: (stage.clientWidth - size.w * k) / 2, y: (stage.clientHeight - size.h * k) / 2 };
  fitted = true;
  show();
}

function zoom(by, x, y) {
  if (!seen) return;
  const k = Math.min(20, Math.max(0.02, seen.k * by));
  const real = k / seen.k;
  seen = { k, x: x - (x - seen.x) * real, y: y - (y - seen.y) * real };
  fitted = false;
  show();
}

function take(number) {
  const next = new Image();
  next.onload = () => {
    size = { w: next.naturalWidth, h: next.naturalHeight };
    picture.src = next.src;
    drawn = number;
    if (!seen || fitted) fit(); else show();
  };
  next.src = `/picture.svg?${number}`;
}

function line(parent, name, text) {
  if (!text) return;
  const made = document.createElement("p");
  made.className = name;
  made.textContent = text;
  parent.append(made);
}

function list(state) {
  const items = state.findings.map((finding) => {
    const item = document.createElement("li");
    item.className = finding.severity;
    line(item, "head", `${finding.code} ${finding.name}`);
    line(item, "what", finding.message);
    line(item, "help", finding.help);
    line(item, "place", finding.place);
    return item;
  });
  element("findings").replaceChildren(...items);
  const hidden = state.found - state.findings.length;
  const count = state.found === 1 ? "1 finding" : `${state.found || "No"} findings`;
  element("count").textContent = hidden > 0 ? `${count}; ${hidden} more are not shown` : count;
}

function trouble(text) {
  element("trouble").hidden = !text;
  element("trouble").textContent = text || "";
}

async function ask() {
  try {
    const state = await (await fetch("/state.json")).json();
    if (state.version !== version) {
      version = state.version;
      element("title").textContent = state.title || "isoplan";
      document.title = state.title ? `${state.title} · isoplan` : "isoplan";
      picture.alt = state.title;
      list(state);
    }
    trouble(state.trouble);
    if (state.drawn !== drawn) take(state.drawn);
  } catch {
    trouble("isoplan does not answer any more; this is the last picture");
    version = -1;
  }
  setTimeout(ask, 300);
}

stage.addEventListener("wheel", (event) => {
  event.preventDefault();
  const box = stage.getBoundingClientRect();
  zoom(Math.exp(-event.deltaY * 0.0015), event.clientX - box.left, event.clientY - box.top);
}, { passive: false });

stage.addEventListener("pointerdown", (event) => {
  stage.setPointerCapture(event.pointerId);
  stage.classList.add("moving");
});
stage.addEventListener("pointermove", (event) => {
  if (!stage.classList.contains("moving") || !seen) return;
  seen = { ...seen, x: seen.x + event.movementX, y: seen.y + event.movementY };
  fitted = false;
  show();
});
for (const name of ["pointerup", "pointercancel"]) {
  stage.addEventListener(name, () => stage.classList.remove("moving"));
}

document.addEventListener("keydown", (event) => {
  const middle = [stage.clientWidth / 2, stage.clientHeight / 2];
  const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "0") fit();
  else if (event.key === "+" || event.key === "=") zoom(1.25, ...middle);
  else if (event.key === "-") zoom(0.8, ...middle);
  else if (step && seen && document.activeElement === stage) {
    seen = { ...seen, x: seen.x + step[0], y: seen.y + step[1] };
    fitted = false;
    show();
  }
});
window.addEventListener("resize", () => { if (fitted) fit(); });
ask();
