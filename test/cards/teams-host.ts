// How Teams draws cards, as far as its published host configuration tells: fonts, spacing and colours by theme.

export type Theme = 'light' | 'dark';

interface Palette {
  readonly page: string;
  readonly card: string;
  readonly line: string;
  readonly text: string;
  readonly subtle: string;
  readonly colours: Readonly<Record<'accent' | 'good' | 'warning' | 'attention', string>>;
  readonly fills: Readonly<Record<'emphasis' | 'accent' | 'good' | 'warning' | 'attention', string>>;
}

export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    page: '#f5f5f5',
    card: '#ffffff',
    line: '#e0e0e0',
    text: '#252424',
    subtle: '#616161',
    colours: { accent: '#5b5fc7', good: '#237b4b', warning: '#8a5c00', attention: '#c4314b' },
    fills: { emphasis: '#f5f5f5', accent: '#e8ebfa', good: '#e7f2da', warning: '#fbf6d9', attention: '#fcf0f2' },
  },
  dark: {
    page: '#1f1f1f',
    card: '#292929',
    line: '#525252',
    text: '#ffffff',
    subtle: '#adadad',
    colours: { accent: '#9ea2ff', good: '#92c353', warning: '#f8d22a', attention: '#f9526b' },
    fills: { emphasis: '#1f1f1f', accent: '#2f2f4a', good: '#0d2e0d', warning: '#463100', attention: '#3e1f25' },
  },
};

const SIZES = { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 };
const WEIGHTS = { lighter: 200, default: 400, bolder: 600 };

/** A host configuration for the adaptivecards renderer. */
export function hostConfig(theme: Theme): object {
  const { card, line, text, subtle, colours, fills } = PALETTES[theme];
  const both = (colour: string): object => ({ default: colour, subtle: colour });
  const foregroundColors = {
    default: { default: text, subtle },
    ...Object.fromEntries(Object.entries(colours).map(([name, colour]) => [name, both(colour)])),
  };
  const style = (backgroundColor: string): object => ({ backgroundColor, foregroundColors });
  return {
    supportsInteractivity: true,
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: line },
    fontTypes: {
      default: { fontFamily: "'Segoe UI', 'Liberation Sans', sans-serif", fontSizes: SIZES, fontWeights: WEIGHTS },
      monospace: { fontFamily: "'Courier New', 'Liberation Mono', monospace", fontSizes: SIZES, fontWeights: WEIGHTS },
    },
    containerStyles: {
      default: style(card),
      ...Object.fromEntries(Object.entries(fills).map(([name, fill]) => [name, style(fill)])),
    },
    actions: {
      maxActions: 6,
      buttonSpacing: 8,
      showCard: { actionMode: 'inline', inlineTopMargin: 16, style: 'emphasis' },
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
    },
    textStyles: {
      heading: { size: 'large', weight: 'bolder', color: 'default', isSubtle: false, fontType: 'default' },
    },
  };
}

/** What Teams adds in CSS: buttons, inputs and the frame of a card. */
export function stylesheet(theme: Theme): string {
  const { page, card, line, text, colours } = PALETTES[theme];
  return `
    body { margin: 0; padding: 8px; background: ${page}; color: ${text}; font: 14px 'Segoe UI', 'Liberation Sans', sans-serif; }
    .ac-adaptiveCard { border: 1px solid ${line}; border-radius: 4px; outline: none; }
    .ac-pushButton { background: ${card}; color: ${text}; border: 1px solid ${line}; border-radius: 4px; padding: 5px 12px; font: 600 14px 'Segoe UI', 'Liberation Sans', sans-serif; }
    .ac-pushButton.style-positive { background: ${colours.accent}; border-color: ${colours.accent}; color: ${card}; }
    .ac-pushButton.style-destructive { color: ${colours.attention}; }
    .ac-input { background: ${card}; color: ${text}; border: 1px solid ${line}; border-radius: 4px; padding: 6px; font: inherit; box-sizing: border-box; width: 100%; }
    .ac-multichoiceInput.ac-choiceSetInput-compact { appearance: auto; }
    .ac-input.ac-choiceSetInput-filtered-container { border: 0; padding: 0; }
    .ac-selectable { cursor: pointer; }
    .ac-input-required-indicator { color: ${colours.attention}; }`;
}
