import {
	TimeoutExecutionCancelledError,
	SystemShutdownExecutionCancelledError,
	type IRun,
} from 'n8n-workflow';
import { verdictOn } from '../../../../nodes/shared/trigger/verdict';
import { isEngineV2Refusal, type End } from '../../../../nodes/shared/trigger/emit';

const ended = (run: object | undefined): End => ({ kind: 'ended', run: run as IRun | undefined });
const rejected = (error: unknown): End => ({ kind: 'rejected', error });
const failedRun = { status: 'error', data: { resultData: { error: { message: 'SMTP said no' } } } };

it.each([
	['a success', ended({ status: 'success', finished: true }), 'acknowledge', 'acknowledge'],
	['a key n8n knew already', ended(undefined), 'acknowledge', 'acknowledge'],
	['an execution that waits', ended({ status: 'waiting', finished: true }), 'acknowledge', 'acknowledge'],
	['a failed node', ended(failedRun), 'fail', 'acknowledge'],
	['a crash', ended({ status: 'crashed' }), 'fail', 'acknowledge'],
	['a cancelled run', ended({ status: 'canceled' }), 'fail', 'acknowledge'],
	['a run that could not start', rejected(new Error('connect ECONNREFUSED')), 'fail', 'fail'],
	['the time limit', rejected(new TimeoutExecutionCancelledError('1')), 'fail', 'acknowledge'],
	['a shutdown of n8n', rejected(new SystemShutdownExecutionCancelledError('1')), 'fail', 'fail'],
])('%s', (_what, end, success, finished) => {
	expect(verdictOn(end, 'success').settle).toBe(success);
	expect(verdictOn(end, 'finished').settle).toBe(finished);
});

it('gives the reason in the words of the error', () => {
	expect(verdictOn(ended(failedRun), 'success')).toEqual({
		settle: 'fail',
		reason: 'the execution failed: SMTP said no',
	});
});

it('knows the refusal of Engine 2.0', () => {
	const text =
		'Engine 2.0 cannot run a trigger that waits for its execution to finish yet. Set the node to …';
	expect(isEngineV2Refusal(rejected(new Error(text)))).toBe(true);
	expect(isEngineV2Refusal(rejected(new Error('Engine 2.0 cannot receive files from a trigger yet.')))).toBe(
		false,
	);
	expect(isEngineV2Refusal(ended(undefined))).toBe(false);
});
