import axios from 'axios';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../util/free-ports';
import { ChildServer } from './child-server';

export interface CalendarEvent {
	readonly uid: string;
	/** iCalendar lines between UID and the end: `DTSTART;VALUE=DATE:20300101`, `ORGANIZER:mailto:…`. */
	readonly lines: readonly string[];
}

export interface CalendarServer {
	/** The feed that anybody may subscribe to. */
	readonly feedUrl: string;
	put(event: CalendarEvent): Promise<void>;
	remove(uid: string): Promise<void>;
	stop(): Promise<void>;
}

/** A real CalDAV server (Radicale) with one calendar, open to this machine. */
export async function startCalendar(): Promise<CalendarServer> {
	const folder = mkdtempSync(join(tmpdir(), 'icrm-calendar-'));
	const [port = 0] = await freePorts(1);
	const dav = axios.create({ baseURL: `http://127.0.0.1:${port}`, proxy: false });
	const server = new ChildServer({
		command: 'radicale',
		args: [
			...['--config', '', '--server-hosts', `127.0.0.1:${port}`, '--auth-type', 'none'],
			...['--storage-filesystem-folder', folder],
		],
		packageName: 'radicale',
		isUp: () =>
			dav.get('/', { validateStatus: () => true }).then(
				() => true,
				() => false,
			),
	});
	const collection = '/team/absences/';
	const stop = async () => {
		await server.stop();
		rmSync(folder, { recursive: true, force: true });
	};
	try {
		await server.start();
		await dav.request({ method: 'MKCOL', url: '/team/' });
		await dav.request({ method: 'MKCALENDAR', url: collection });
	} catch (error) {
		await stop();
		throw error;
	}
	const fileOf = (uid: string) => `${collection}${uid}.ics`;
	return {
		feedUrl: `http://127.0.0.1:${port}${collection}`,
		put: async (event) => {
			await dav.put(fileOf(event.uid), textOf(event), { headers: { 'Content-Type': 'text/calendar' } });
		},
		remove: async (uid) => {
			await dav.delete(fileOf(uid));
		},
		stop,
	};
}

const textOf = ({ uid, lines }: CalendarEvent): string =>
	[
		'BEGIN:VCALENDAR',
		'VERSION:2.0',
		'PRODID:-//corp.example//absences//EN',
		'BEGIN:VEVENT',
		`UID:${uid}`,
		'DTSTAMP:20260101T000000Z',
		'SUMMARY:Out of office',
		...lines,
		'END:VEVENT',
		'END:VCALENDAR',
		'',
	].join('\r\n');
