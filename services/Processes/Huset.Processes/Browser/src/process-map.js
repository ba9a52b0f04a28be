// Draws the process maps of a page: for looking, with the heat of deviations, or for drawing. All that it says is told by the page
// (ProcessMap.razor), which holds the same steps and figures as a table and works without this.
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css';
import './process-map.css';
import { swedish } from './swedish.js';

const SMALLEST = 0.6;
const MARK = 60;
const fill = (text, ...values) => text.replace(/\{(\d)\}/g, (_, index) => values[index]);

for (const section of document.querySelectorAll('[data-diagram]')) {
  const map = { section, ...section.dataset, words: JSON.parse(section.dataset.words), canvas: section.querySelector('.process-canvas') };
  (map.save ? edit(map) : look(map)).catch((error) => {
    console.error(error);
    tell(map, map.words.broken, true);
  });
}

async function look(map) {
  const { xml } = await read(map.diagram);
  if (!xml) return tell(map, map.words.none);
  const { default: Viewer } = await import('./viewer.js');
  const viewer = new Viewer({ container: map.canvas, additionalModules: [swedish] });
  await viewer.importXML(xml);
  fit(viewer, map.canvas);
  slide(viewer, map.canvas);
  heat(viewer);
  tools(map, viewer);
}

async function edit(map) {
  const [{ default: Modeler }, found] = await Promise.all([import('bpmn-js/lib/Modeler'), draft(map)]);
  const modeler = new Modeler({ container: map.canvas, additionalModules: [swedish] });
  await modeler.importXML(found.xml ?? start(map));
  whole(modeler);
  heat(modeler);
  tools(map, modeler);
  let { tag } = found;
  let newest = tag;
  let unsaved = false;
  let saving = null;
  const button = map.section.querySelector('[data-do=save]');

  modeler.on('commandStack.changed', () => {
    unsaved = true;
    if (!saving) tell(map, map.words.unsaved);
  });
  addEventListener('beforeunload', (event) => unsaved && event.preventDefault());
  addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
    event.preventDefault();
    save();
    // Before the tool itself, which keeps the keys while a name is being typed.
  }, { capture: true });
  button.addEventListener('click', save);
  map.section.querySelector('[data-do=overwrite]').addEventListener('click', () => {
    tag = newest;
    save();
  });

  function save() {
    saving ??= send().finally(() => {
      saving = null;
    });
  }

  async function send() {
    // Ends the typing of a name that is not yet in the drawing.
    modeler.get('directEditing').complete();
    const { xml } = await modeler.saveXML({ format: true });
    unsaved = false;
    tell(map, map.words.saving);
    const answer = await put(map, xml, tag);
    if (answer?.ok) {
      tag = answer.headers.get('ETag') ?? tag;
      conflict(map, false);
      const time = new Date().toLocaleTimeString('sv-SE', { hour: '2-digit', minute: '2-digit' });
      // What was drawn while it was being sent.
      return tell(map, unsaved ? map.words.unsaved : fill(map.words.saved, time));
    }
    unsaved = true;
    // 428: there was no draft to name when this one was begun, and now there is.
    if (answer?.status === 412 || answer?.status === 428) {
      newest = await draft(map).then((found) => found.tag, () => tag);
      conflict(map, true);
    }
    tell(map, await refusal(map, answer), true);
  }
}

/** What is drawn on: the draft, or the version in force until there is one. */
async function draft(map) {
  const found = await read(`${map.diagram}?version=draft`);
  return found.xml ? found : read(map.diagram);
}

/** A diagram as it lies in the service; without text when there is none. */
async function read(address) {
  const answer = await fetch(address, { headers: { Accept: 'application/xml' }, cache: 'no-store' });
  if (answer.status === 404) return {};
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return { xml: await answer.text(), tag: answer.headers.get('ETag') };
}

function put(map, body, tag) {
  const token = document.cookie.match(/(?:^|; )XSRF-TOKEN=([^;]*)/)?.[1] ?? '';
  const headers = { 'Content-Type': 'application/xml', 'X-XSRF-TOKEN': decodeURIComponent(token), ...(tag && { 'If-Match': tag }) };
  return fetch(map.save, { method: 'PUT', headers, body }).catch(() => null);
}

/** Why it was not saved, and what to do, by the code of the answer. */
async function refusal({ words }, answer) {
  if (!answer) return words.away;
  const problem = await answer.json().catch(() => ({}));
  return words.refusals[problem.code] ?? words.refusals[answer.status] ?? fill(words.refused, problem.code ?? answer.status);
}

function tell(map, text, wrong = false) {
  const state = map.section.querySelector('.process-state');
  state.textContent = text;
  state.classList.toggle('error', wrong);
  // What must be acted on is said at once.
  state.setAttribute('role', wrong ? 'alert' : 'status');
}

function conflict(map, there) {
  for (const part of map.section.querySelectorAll('.process-conflict')) part.hidden = !there;
}

function tools(map, viewer) {
  const canvas = viewer.get('canvas');
  const acts = {
    closer: () => canvas.zoom(Math.min(canvas.zoom() * 1.25, 4)),
    farther: () => canvas.zoom(Math.max(canvas.zoom() / 1.25, 0.2)),
    whole: () => whole(viewer),
    picture: async () => download(`${map.file}.svg`, 'image/svg+xml', (await viewer.saveSVG()).svg),
    bpmn: async () => download(`${map.file}.bpmn`, 'application/xml', (await viewer.saveXML({ format: true })).xml),
  };
  for (const [name, act] of Object.entries(acts)) map.section.querySelector(`[data-do=${name}]`)?.addEventListener('click', act);
  map.section.querySelector('.process-tools').hidden = false;
  map.section.dataset.ready = 'true';
}

function download(name, type, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/**
 * All of the map, clear of the tools to the left and of the bpmn.io mark below to the right, with room above for what opens beside a chosen part
 * when it is drawn on; no smaller than is asked for, and then its beginning.
 */
function whole(viewer, smallest = 0) {
  const canvas = viewer.get('canvas');
  const { inner, outer } = canvas.viewbox();
  const [left, top, rest] = viewer.get('palette', false) ? [130, 100, 20] : [20, 20, 20];
  const scale = Math.max(smallest, Math.min(1, (outer.width - left - rest) / inner.width, (outer.height - top - MARK) / inner.height));
  canvas.viewbox({ x: inner.x - left / scale, y: inner.y - top / scale, width: outer.width / scale, height: outer.height / scale });
}

/** A map to look at is as high as its steps need, and shows its beginning when the whole would be too small to read. */
function fit(viewer, element) {
  const canvas = viewer.get('canvas');
  const { inner } = canvas.viewbox();
  const scale = Math.max(SMALLEST, Math.min(1, (element.clientWidth - 40) / inner.width));
  element.style.height = `${Math.round(Math.min(innerHeight * 0.75, Math.max(220, inner.height * scale + 20 + MARK)))}px`;
  canvas.resized();
  whole(viewer, SMALLEST);
}

/** A finger moves the map sideways; up and down it moves the page. */
function slide(viewer, element) {
  let from = null;
  element.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'touch') from = event.clientX;
  });
  element.addEventListener('pointermove', (event) => {
    if (from === null || event.pointerType !== 'touch') return;
    viewer.get('canvas').scroll({ dx: event.clientX - from, dy: 0 });
    from = event.clientX;
  });
  for (const end of ['pointerup', 'pointercancel']) {
    element.addEventListener(end, () => {
      from = null;
    });
  }
}

/** The figures of the page's table on the steps of the map. */
function heat(viewer) {
  const registry = viewer.get('elementRegistry');
  for (const row of document.querySelectorAll('[data-heat-of]')) {
    const { heatOf, level, label, count, href } = row.dataset;
    if (level === '0' || !registry.get(heatOf)) continue;
    viewer.get('canvas').addMarker(heatOf, `heat-${level}`);
    const badge = document.createElement(href ? 'a' : 'span');
    badge.className = `heat-badge heat-${level}`;
    if (href) badge.href = href;
    const number = document.createElement('span');
    number.setAttribute('role', 'img');
    number.setAttribute('aria-label', label);
    number.textContent = count;
    badge.append(number);
    viewer.get('overlays').add(heatOf, 'heat', { position: { top: -16, right: 20 }, html: badge });
  }
}

/** A process that nobody has drawn: a start, a first step to name, an end. */
function start({ words, diagram }) {
  const id = `Process_${diagram.match(/[0-9a-f]{8}/)?.[0] ?? '1'}`;
  const text = (value) => value.replace(/[<&"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="Definitions_1" targetNamespace="urn:huset:process">
  <bpmn:process id="${id}" isExecutable="false">
    <bpmn:startEvent id="Start_1" name="${text(words.start)}"><bpmn:outgoing>Flow_1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:task id="Activity_1" name="${text(words.first)}"><bpmn:incoming>Flow_1</bpmn:incoming><bpmn:outgoing>Flow_2</bpmn:outgoing></bpmn:task>
    <bpmn:endEvent id="End_1" name="${text(words.end)}"><bpmn:incoming>Flow_2</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="Flow_1" sourceRef="Start_1" targetRef="Activity_1" />
    <bpmn:sequenceFlow id="Flow_2" sourceRef="Activity_1" targetRef="End_1" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="Diagram_1"><bpmndi:BPMNPlane id="Plane_1" bpmnElement="${id}">
    <bpmndi:BPMNShape id="Start_1_di" bpmnElement="Start_1"><dc:Bounds x="160" y="142" width="36" height="36" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="Activity_1_di" bpmnElement="Activity_1"><dc:Bounds x="250" y="120" width="100" height="80" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="End_1_di" bpmnElement="End_1"><dc:Bounds x="404" y="142" width="36" height="36" /></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id="Flow_1_di" bpmnElement="Flow_1"><di:waypoint x="196" y="160" /><di:waypoint x="250" y="160" /></bpmndi:BPMNEdge>
    <bpmndi:BPMNEdge id="Flow_2_di" bpmnElement="Flow_2"><di:waypoint x="350" y="160" /><di:waypoint x="404" y="160" /></bpmndi:BPMNEdge>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>`;
}
