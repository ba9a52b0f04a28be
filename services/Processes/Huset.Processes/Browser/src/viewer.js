// A map to look at: it is moved by mouse and arrow keys, and leaves the wheel to the page.
import KeyboardMove from 'diagram-js/lib/navigation/keyboard-move';
import MoveCanvas from 'diagram-js/lib/navigation/movecanvas';
import Viewer from 'bpmn-js/lib/Viewer';

export default class extends Viewer {
  getModules() {
    return [...super.getModules(), KeyboardMove, MoveCanvas];
  }
}
