/** One of several answers, as a row with room for what it means. A real radio button: arrows, space and labels work by themselves. */
import type { JSX, ReactNode } from 'react';
import classes from './place.module.css';

interface ChoiceProps {
  /** The same for all answers of one question. */
  name: string;
  checked: boolean;
  icon: ReactNode;
  label: ReactNode;
  description?: ReactNode;
  aside?: ReactNode;
  /** It cannot be chosen; the description says why. */
  disabled?: boolean;
  onChoose: () => void;
}

export function Choice({ name, checked, icon, label, description, aside, disabled = false, onChoose }: ChoiceProps): JSX.Element {
  return (
    <label className={classes.choice} data-disabled={disabled || undefined}>
      <input type="radio" name={name} checked={checked} disabled={disabled} onChange={onChoose} />
      {icon}
      <span className={classes.choiceText}>
        <span className={classes.choiceLabel}>{label}</span>
        {description !== undefined && <span className={classes.choiceWhy}>{description}</span>}
      </span>
      {aside !== undefined && <span className={classes.size}>{aside}</span>}
    </label>
  );
}
