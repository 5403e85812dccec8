import type { ICredentialType, INodeTypeDescription } from 'n8n-workflow';
import type { N8nApi } from '../../../scripts/stage/n8n/api';

/** What a running n8n says of its nodes and credentials. A node whose versions differ a lot has several descriptions. */
export interface Descriptions {
	versionsOf(nodeType: string): readonly number[];
	node(nodeType: string, version: number): INodeTypeDescription | undefined;
	credential(type: string): ICredentialType | undefined;
}

/** As the editor gets them. */
export async function readDescriptions(api: N8nApi): Promise<Descriptions> {
	const nodes = Map.groupBy(
		await api.editor.request<readonly INodeTypeDescription[]>('GET', '/types/nodes.json'),
		({ name }) => name,
	);
	const credentials = new Map(
		(await api.editor.request<readonly ICredentialType[]>('GET', '/types/credentials.json')).map((type) => [
			type.name,
			type,
		]),
	);
	const versions = ({ version }: INodeTypeDescription) => [version].flat();
	return {
		versionsOf: (type) => (nodes.get(type) ?? []).flatMap(versions),
		node: (type, version) => nodes.get(type)?.find((one) => versions(one).includes(version)),
		credential: (type) => credentials.get(type),
	};
}
