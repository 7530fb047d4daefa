/** Writing to a board: the exact list before it begins, and the run until it ends. */
import { useState, type JSX } from 'react';
import { firstChoice, type Choice, type Job } from './writing.ts';
import { WritePlan } from './write-plan.tsx';
import { WriteRun } from './write-run.tsx';

interface WriteSheetProps {
  job: Job;
  /** Of the board that is written. */
  title: string;
  onBack: () => void;
  onClose: () => void;
}

export function WriteSheet({ job, title, onBack, onClose }: WriteSheetProps): JSX.Element {
  const [choice, choose] = useState<Choice>(firstChoice(job));
  const [interrupt, agreeTo] = useState(false);
  const [runId, setRunId] = useState<string | null>(null);
  if (runId !== null) return <WriteRun runId={runId} onAgain={() => setRunId(null)} onClose={onClose} />;
  return <WritePlan job={job} title={title} choice={choice} onChoice={choose} interrupt={interrupt} onAgree={() => agreeTo(true)} onStarted={setRunId} onBack={onBack} />;
}
