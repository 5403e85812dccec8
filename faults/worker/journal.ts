import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { MovedClock } from './clock';
import type { Note, Noted } from './messages';

/** Where a process notes what it does, before it does the next thing. A line that was written is there, also when it is killed. */
export type Journal = (note: Note) => void;

export const openJournal =
	(file: string, clock: MovedClock): Journal =>
	(note) =>
		appendFileSync(file, `${JSON.stringify({ ...note, t: Date.now(), c: clock.now() })}\n`);

/** What was noted so far; nothing where nothing was. A line that was cut off in the middle is left out. */
export function readJournal(file: string): Noted[] {
	if (!existsSync(file)) return [];
	const lines = readFileSync(file, 'utf8').split('\n');
	// Behind the last end of a line there is nothing, or half a line.
	return lines.slice(0, -1).map((line): Noted => JSON.parse(line));
}
