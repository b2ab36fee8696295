"""One film: what is shown at each second, and the frames of it."""

from collections.abc import Callable
from dataclasses import replace

from app.model.scene import Scene
from app.render.animation.gif import TRAILER, control, frame, header
from app.render.animation.lzw import compressed
from app.render.animation.moving import State
from app.render.animation.palette import depth_for, table_of
from app.render.animation.setting import BrushOn, Setting
from app.render.countdown.counting import Shape, left_after, moves, shape
from app.render.elements.registry import LOOKS
from app.render.painting import blank

_MINUTE = 60
_ONE_SECOND = control(1)

Moment = tuple[int, ...]  # how many seconds each countdown has left


class Take:
    """The making of one film."""

    def __init__(
        self, scene: Scene, setting: Callable[[Scene], Setting], brush_on: BrushOn
    ) -> None:
        self._scene = scene
        self._set_up = setting
        self._brush_on = brush_on
        self._places = [number for number, node in enumerate(scene.nodes) if moves(node)]
        self._moving = [node for node in scene.nodes if moves(node)]
        self._seconds = max(node.film_s for node in self._moving)
        self._settings: dict[tuple[Shape | None, ...], Setting] = {}
        self._first = self._now = self._setting(self._moment(0))
        self._film: list[bytes] = []
        self._held = (0, b"")  # how long the last frame is shown, not in the film yet

    @property
    def skipped(self) -> tuple[str, ...]:
        """The assets that could not be drawn."""
        return self._first.skipped

    def film(self) -> bytes:
        """Join the first frame, which is whole, and what changes from second to second."""
        full = any(node.full_frames for node in self._moving)
        self._show(self._whole(self._moment(0)))
        second = 1
        while second < self._seconds:
            if not full:
                second += self._tick(second)
            if second < self._seconds:
                self._change(second, full=full)
                second += 1
        return self._developed()

    def plain_film(self) -> bytes:
        """Draw and encode every second in full."""
        for second in range(self._seconds):
            moment = self._moment(second)
            self._now = self._setting(moment)
            self._show(self._drawn(moment))
        return self._developed()

    def _tick(self, second: int) -> int:
        """Show the seconds up to the full minute, which change nothing but their own cell.

        Returns how many they are.
        """
        node, stage = self._moving[0], self._now.stage
        if stage is None or len(self._moving) > 1 or not node.units.endswith("ms"):
            return 0
        if not any(self._now.faces):  # nothing is left to move, or there is no room
            return 0
        shown = node.left_s - second + 1
        count = min(shown % _MINUTE, shown - 1, self._seconds - second)
        if count <= 0:
            return 0
        ticks = stage.moving.ticks if self._now is self._first else self._now.ticks_elsewhere
        wanted = range(shown % _MINUTE - 1, shown % _MINUTE - 1 - count, -1)
        for value in wanted:
            if not ticks[value]:
                at = second + wanted[0] - value
                before, now = self._state(self._moment(at - 1)), self._state(self._moment(at))
                ticks[value] = _ONE_SECOND + stage.moving.patch(before, now, self._table())
        self._film.append(self._held_frame())
        self._film += [ticks[value] for value in wanted[:-1]]
        self._held = (1, ticks[wanted[-1]][len(_ONE_SECOND) :])
        return count

    def _change(self, second: int, *, full: bool) -> None:
        """Show a second in which anything may change: a minute, a day, the look of it all."""
        now = self._moment(second)
        setting = self._setting(now)
        if setting is not self._now or setting.stage is None:
            self._now = setting
            self._show(self._whole(now))
            return
        before, state = self._state(self._moment(second - 1)), self._state(now)
        if before == state:
            self._show(None)
        elif full:
            self._show(self._whole(now))
        else:
            self._show(setting.stage.moving.patch(before, state, self._table()))

    def _whole(self, moment: Moment) -> bytes:
        """Return a moment as a frame that covers the canvas."""
        stage = self._now.stage
        return stage.whole(self._state(moment), self._table()) if stage else self._drawn(moment)

    def _drawn(self, moment: Moment) -> bytes:
        """Return a moment drawn anew, as a frame that covers the canvas."""
        scene = self._scene_at(moment)
        canvas = blank(scene)
        brush = self._brush_on(canvas)
        for node in scene.nodes:
            LOOKS[type(node)].paint(brush, node)
        palette = self._now.palette
        data = compressed(palette.indices(canvas.picture), depth_for(palette))
        return frame((0, 0, *canvas.size), data, self._table())

    def _show(self, data: bytes | None) -> None:
        """Add a second: a frame, or the last one for a second longer if nothing is new."""
        seconds, last = self._held
        if seconds and data in (None, last):
            self._held = (seconds + 1, last)
        elif data is not None:
            if seconds:
                self._film.append(self._held_frame())
            self._held = (1, data)

    def _held_frame(self) -> bytes:
        seconds, data = self._held
        return (_ONE_SECOND if seconds == 1 else control(seconds)) + data

    def _developed(self) -> bytes:
        first = self._first
        loop = any(node.loop for node in self._moving)
        start = header(first.size, table_of(first.palette), loop=loop)
        return b"".join([start, *self._film, self._held_frame(), TRAILER])

    def _moment(self, second: int) -> Moment:
        """Return what is left after so many seconds."""
        return tuple([left_after(node, second) for node in self._moving])

    def _scene_at(self, moment: Moment) -> Scene:
        if moment == tuple([node.left_s for node in self._moving]):
            return self._scene
        nodes = list(self._scene.nodes)
        for place, node, left in zip(self._places, self._moving, moment, strict=True):
            nodes[place] = replace(node, left_s=left)
        return replace(self._scene, nodes=tuple(nodes))

    def _setting(self, moment: Moment) -> Setting:
        """Return the setting of a moment: the same for all that look alike."""
        pairs = zip(self._moving, moment, strict=True)
        key = tuple([shape(node, left) if left else None for node, left in pairs])
        known = self._settings.get(key)
        if known is None:
            known = self._settings[key] = self._set_up(self._scene_at(moment))
        return known

    def _state(self, moment: Moment) -> State:
        pairs = zip(self._now.faces, filter(None, moment), strict=True)
        return tuple([shown for face, left in pairs if face for shown in face.state(left)])

    def _table(self) -> bytes:
        """Return the colours that frames bring now: none while they are those of the film."""
        return b"" if self._now is self._first else table_of(self._now.palette)
