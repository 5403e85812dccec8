import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyOf, LocalServer } from './local-server';

export interface OfficePerson {
	readonly employeeId: string;
	readonly name: string;
	readonly email: string;
	readonly department: string;
	readonly managerId?: string;
	readonly isHead?: boolean;
}

/** What a ticket desk received. */
export interface Told {
	readonly key: string | undefined;
	readonly said: Readonly<Record<string, unknown>>;
}

const COLUMNS = ['employeeId', 'name', 'email', 'department', 'managerId', 'isHead'] as const;

/**
 * The systems of a company that no shipped product stands for: an HR system with a CSV export and a REST API, and a ticket
 * desk that takes messages. `mood` makes it fail: down is a broken connection, nonsense a log-in page with status 200, empty
 * an answer with nothing in it, slow no answer at all.
 */
export class OfficeServer extends LocalServer {
	people: readonly OfficePerson[] = [];
	readonly told: Told[] = [];
	mood: 'well' | 'down' | 'slow' | 'nonsense' | 'empty' = 'well';

	protected async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url ?? '/', this.origin);
		if (this.mood === 'down') {
			request.socket.destroy();
		} else if (this.mood === 'slow') {
			// No answer at all: the caller's timeout ends the request.
		} else if (this.mood === 'nonsense') {
			response.setHeader('Content-Type', 'text/html');
			response.end('<html><body><h1>Please log in</h1></body></html>');
		} else if (this.mood === 'empty') {
			response.end();
		} else if (url.pathname === '/people.csv') {
			response.setHeader('Content-Type', 'text/csv');
			response.end(this.csv());
		} else if (url.pathname === '/api/people') {
			const [page, limit] = ['page', 'limit'].map((name) => Number(url.searchParams.get(name)));
			const from = ((page ?? 1) - 1) * (limit ?? 1);
			json(response, { people: this.people.slice(from, from + (limit ?? 1)) });
		} else {
			const said = JSON.parse(await bodyOf(request)) as Told['said'];
			this.told.push({ key: request.headers['x-desk-key'] as string | undefined, said });
			json(response, { ok: true });
		}
	}

	private csv(): string {
		const rows = this.people.map((person) => COLUMNS.map((column) => person[column] ?? '').join(','));
		return [COLUMNS.join(','), ...rows].join('\n');
	}
}

function json(response: ServerResponse, body: object): void {
	response.setHeader('Content-Type', 'application/json');
	response.end(JSON.stringify(body));
}
