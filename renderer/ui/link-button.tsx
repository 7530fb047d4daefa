/** A link that looks like a button: it leads somewhere, and can be opened in a new tab. */
import { Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, JSX, Ref } from 'react';

interface AnchorButtonProps extends Omit<ButtonProps, 'ref'>, Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps> {
  ref?: Ref<HTMLAnchorElement>;
}

const AnchorButton = (props: AnchorButtonProps): JSX.Element => <Button component="a" {...props} />;

export const LinkButton = createLink(AnchorButton);
