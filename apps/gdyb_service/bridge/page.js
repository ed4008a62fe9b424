"use strict";
const find = id => document.getElementById(id);
const buttons = [...document.querySelectorAll("button")];
const shownTypes = { BMP: "image/bmp", JPEG: "image/jpeg" };
const waiting = { "/card": "正在读社保卡…", "/id": "正在读身份证…", "/qr": "请出示电子凭证二维码…", "/status": "正在连接…" };

function say(text, kind = "") {
  find("message").textContent = text;
  find("message").className = kind;
}

function clear() {
  find("result").hidden = find("photo").hidden = find("query").hidden = true;
  find("photo").removeAttribute("src");
  find("items").replaceChildren();
  find("data").textContent = "";
}

function words(value) {
  if (value === null || value === "") return "—";
  if (typeof value !== "object") return String(value);
  if ("kind" in value) return `${value.kind} 格式，这里不能显示`;
  const end = value.is_long_term ? "长期" : value.end ?? "不明";
  return value.start ? `${value.start} 至 ${end}` : end;
}

function show(reply) {
  for (const [name, value] of Object.entries(reply.record)) {
    if (value !== null && value.kind in shownTypes) {
      find("photo").src = `data:${shownTypes[value.kind]};base64,${value.base64}`;
      find("photo").hidden = false;
      continue;
    }
    const row = find("items").insertRow();
    const heading = document.createElement("th");
    heading.scope = "row";
    heading.textContent = reply.labels[name] ?? name;
    row.append(heading);
    row.insertCell().textContent = words(value);
  }
  if (reply.person_query !== null) {
    find("data").textContent = JSON.stringify(reply.person_query, null, 2);
    find("query").hidden = false;
  }
  find("result").hidden = false;
}

async function ask(path) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${find("token").value.trim()}` },
    body: "{}",
    cache: "no-store",
  });
  return answer.json();
}

async function call(path) {
  clear();
  say(waiting[path]);
  buttons.forEach(button => { button.disabled = true; });
  try {
    const reply = await ask(path);
    if (!reply.ok) return say(reply.message, "bad");
    if (path === "/status") return say("已连接，请选择要读的证件。", "good");
    show(reply);
    const problems = reply.problems.map(problem => `${problem.label || problem.field}：${problem.message}`);
    say(problems.length ? `已读出，但不能用于 1101 查询：\n${problems.join("\n")}` : "已读出。", problems.length ? "bad" : "good");
  } catch {
    say("连接不上本机的读卡桥接程序，请确认 gdyb reader serve 正在运行。", "bad");
  } finally {
    buttons.forEach(button => { button.disabled = false; });
  }
}

function takeToken() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token === null) return;
  // Out of the address bar, where a neighbour could read it and the history would keep it.
  history.replaceState(null, "", location.pathname);
  find("token").value = token;
  call("/status");
}

document.querySelectorAll("[data-path]").forEach(button => button.addEventListener("click", () => call(button.dataset.path)));
find("clear").addEventListener("click", () => { clear(); say("已清除。"); });
find("access").addEventListener("submit", event => { event.preventDefault(); call("/status"); });
addEventListener("hashchange", takeToken);
takeToken();
