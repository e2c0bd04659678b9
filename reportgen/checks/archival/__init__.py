"""Rules of PDF/A alone: colours, annotations, actions, files inside, what must not be there."""
