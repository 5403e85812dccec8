import { sql } from 'kysely';
import type { Queryable } from '../store';

/** When there is something to do next; infinity where nothing is planned. Epoch ms. */
export interface Ahead {
	readonly timerAt: number;
	/** Of the subscriptions that were asked about. */
	readonly deliveryAt: ReadonlyMap<string, number>;
}

/** SQLite takes five hundred selects in one statement at most. */
const SUBSCRIPTIONS_PER_STATEMENT = 200;

/** When the next timer of these kinds is due, and when each of these subscriptions' next delivery becomes visible: in one statement. */
export async function lookAhead(
	db: Queryable,
	kinds: readonly string[],
	subscriptionIds: readonly string[],
): Promise<Ahead> {
	const deliveryAt = new Map<string, number>();
	let timerAt = Infinity;
	for (let from = 0; from === 0 || from < subscriptionIds.length; from += SUBSCRIPTIONS_PER_STATEMENT) {
		const some = subscriptionIds.slice(from, from + SUBSCRIPTIONS_PER_STATEMENT);
		const timer = sql`select -1 as which, (select due_at from timer where kind in (${sql.join(kinds)})
			order by due_at limit 1) as at`;
		const deliveries = some.map(
			(id, which) => sql`select ${sql.lit(which)} as which, (select visible_at from delivery
				where subscription_id = ${id} and state = 'open' order by visible_at limit 1) as at`,
		);
		const { rows } = await sql<{ which: number; at: number | null }>`${sql.join(
			[timer, ...deliveries],
			sql` union all `,
		)}`.execute(db);
		for (const { which, at } of rows) {
			const subscription = some[which];
			if (subscription === undefined) timerAt = at ?? Infinity;
			else deliveryAt.set(subscription, at ?? Infinity);
		}
	}
	return { timerAt, deliveryAt };
}
