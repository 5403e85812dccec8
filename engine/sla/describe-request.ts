import {
	findDepartments,
	findMembers,
	findServices,
	type Department,
	type Member,
	type Service,
} from '../directory';
import type { RequestFields } from '../event';
import type { Queryable } from '../store';
import type { Request } from './types';

/** The names that go with requests, looked up once for many. */
export interface Names {
	readonly services: ReadonlyMap<string, Service>;
	readonly departments: ReadonlyMap<string, Department>;
	readonly members: ReadonlyMap<string, Member>;
}

/** Looks up, once for all these requests, the names of their services, departments and people. */
export async function namesFor(db: Queryable, requests: readonly Request[]): Promise<Names> {
	const idsOf = (pick: (request: Request) => string | undefined) => [
		...new Set(requests.map(pick).filter((id) => id !== undefined)),
	];
	return {
		services: await findServices(
			db,
			idsOf((request) => request.serviceId),
		),
		departments: await findDepartments(db, [
			...new Set([...idsOf((r) => r.departmentId), ...idsOf((r) => r.customerDepartmentId)]),
		]),
		members: await findMembers(db, [
			...new Set([...idsOf((r) => r.requesterId), ...idsOf((r) => r.assigneeId)]),
		]),
	};
}

/** A request as a workflow sees it: flat, with names and addresses beside the ids, instants in ISO 8601. */
export function describeRequest(request: Request, names: Names): RequestFields {
	const requester = request.requesterId === undefined ? undefined : names.members.get(request.requesterId);
	const assignee = request.assigneeId === undefined ? undefined : names.members.get(request.assigneeId);
	return {
		requestId: request.id,
		externalRef: request.externalRef ?? null,
		externalUrl: request.externalUrl ?? null,
		title: request.title,
		status: request.status,
		priority: request.priority,
		serviceId: request.serviceId,
		serviceName: names.services.get(request.serviceId)?.name ?? request.serviceId,
		departmentId: request.departmentId,
		departmentName: names.departments.get(request.departmentId)?.name ?? request.departmentId,
		customerDepartmentId: request.customerDepartmentId ?? null,
		requesterId: request.requesterId ?? null,
		requesterName: requester?.name ?? null,
		requesterEmail: requester?.email ?? null,
		assigneeId: request.assigneeId ?? null,
		assigneeName: assignee?.name ?? null,
		assigneeEmail: assignee?.email ?? null,
		openedAt: new Date(request.openedAt).toISOString(),
		// By which a workflow can tell whether anything has been said since an event.
		factCount: request.lastSeq,
	};
}
