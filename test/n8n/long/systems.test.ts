import { systemsStory } from '../systems-story';

systemsStory('sqlite');
