import fc from 'fast-check';
import type { Priority } from '../../../engine/sla/types';

/** What may happen to a request, and what may change around it. Minutes throughout. */
export type Change =
	| {
			readonly do: 'say';
			readonly kind: 'responded' | 'paused' | 'resumed' | 'resolved' | 'reopened' | 'cancelled';
	  }
	| { readonly do: 'priority'; readonly priority: Priority }
	| { readonly do: 'waive'; readonly metric: 'firstResponse' | 'resolution' }
	/** Heard of only now: it was paused so long ago, for so long. */
	| { readonly do: 'latePause'; readonly ago: number; readonly length: number }
	| { readonly do: 'agreement'; readonly high: number; readonly every: number; readonly answer: number }
	/** Entered where it was none, and taken out where it was one: days from the first of the story. */
	| { readonly do: 'holiday'; readonly day: number }
	| { readonly do: 'nothing' };

export interface Step {
	readonly wait: number;
	/** Whether the pump runs on time meanwhile, or at the end of it, or not at all. */
	readonly pump: 'onTime' | 'atTheEnd' | 'asleep';
	readonly change: Change;
	/** Whether it runs right after the change. */
	readonly pumpAfter: boolean;
}

/** Whole tens, of which every share that is warned at is a whole minute. */
const target = fc.integer({ min: 2, max: 60 }).map((tens) => tens * 20);

const change: fc.Arbitrary<Change> = fc.oneof(
	{
		weight: 8,
		arbitrary: fc
			.constantFrom('paused', 'paused', 'resumed', 'resumed', 'resolved', 'reopened', 'reopened', 'responded')
			.map((kind) => ({ do: 'say', kind }) as const),
	},
	{ weight: 1, arbitrary: fc.constant({ do: 'say', kind: 'cancelled' } as const) },
	{
		weight: 4,
		arbitrary: fc
			.constantFrom('high', 'normal', 'low')
			.map((priority) => ({ do: 'priority', priority }) as const),
	},
	{
		weight: 1,
		arbitrary: fc
			.constantFrom('firstResponse', 'resolution')
			.map((metric) => ({ do: 'waive', metric }) as const),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constant('latePause' as const),
			ago: fc.integer({ min: 2, max: 900 }),
			length: fc.integer({ min: 1, max: 600 }),
		}),
	},
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constant('agreement' as const),
			high: target,
			every: target,
			answer: target,
		}),
	},
	{
		weight: 3,
		arbitrary: fc.integer({ min: 0, max: 7 }).map((day) => ({ do: 'holiday', day }) as const),
	},
	{ weight: 2, arbitrary: fc.constant({ do: 'nothing' } as const) },
);

const step: fc.Arbitrary<Step> = fc.record({
	wait: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 700 })),
	pump: fc.constantFrom('onTime', 'onTime', 'atTheEnd', 'asleep'),
	change,
	pumpAfter: fc.boolean(),
});

export const stories = fc.record({
	priority: fc.constantFrom<Priority>('high', 'normal'),
	onReopen: fc.constantFrom('continue' as const, 'restart' as const),
	steps: fc.array(step, { minLength: 3, maxLength: 14 }),
});
export type Story = typeof stories extends fc.Arbitrary<infer T> ? T : never;
