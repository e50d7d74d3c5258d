import type { ReactElement } from "react";

const CUPS = [0, 84, 168, 252];

/** A vacuum lifter at rest, as products are drawn here: with its dimension below. */
export function Lifter({ label }: { label: string }): ReactElement {
  return (
    <svg viewBox="0 0 236 150" role="img" aria-label={label}>
      <path d="M8 140h220M8 136v8M228 136v8" fill="none" stroke="var(--line-2)" />
      <path d="M118 0v30" stroke="var(--draw-line)" strokeWidth="1.5" strokeDasharray="3 3" />
      <g transform="translate(18 28) scale(0.5)" stroke="var(--draw-line)" strokeWidth="1.5">
        <g strokeLinejoin="round" strokeLinecap="round" fill="none">
          <path d="M200 4v16" strokeWidth="3" />
          <path d="M200 20a9 9 0 1 1-9 9" strokeWidth="4" />
          <path d="M186 52 200 38l14 14z" fill="var(--draw-body-2)" />
          <rect x="120" y="52" width="160" height="62" rx="5" fill="var(--draw-body)" />
          <path d="M120 57a5 5 0 0 1 5-5h34v62h-34a5 5 0 0 1-5-5z" fill="var(--brand)" />
          <circle cx="139.5" cy="83" r="11" fill="var(--draw-steel-2)" />
          <path d="m139.5 83 5-6" />
          <path d="M132.5 89a9 9 0 0 1 1-12" strokeWidth="1" />
          <path d="M240 66h28M240 74h28M240 82h28M240 90h28M240 98h28" strokeWidth="1.2" opacity=".55" />
          <rect x="172" y="70" width="54" height="26" rx="2" fill="var(--draw-steel-2)" strokeWidth="1" />
          <path d="M179 78h40M179 83h30M179 88h22" strokeWidth="1.2" opacity=".6" />
          <path d="M280 66h38c10 0 14 5 14 14v24" strokeWidth="5" stroke="var(--draw-line)" />
          <path d="M332 92v20" strokeWidth="9" stroke="var(--draw-rubber)" />
          <rect x="42" y="122" width="316" height="15" rx="2" fill="var(--draw-steel-2)" />
          <path d="M150 114v8M250 114v8" strokeWidth="10" strokeLinecap="butt" stroke="var(--draw-line)" />
          <path d="M42 122h-6v15h6M358 122h6v15h-6" fill="var(--draw-body-2)" />
        </g>
        {CUPS.map((x) => (
          <g key={x} transform={`translate(${x} 0)`} strokeLinejoin="round">
            <rect x="65" y="137" width="18" height="9" fill="var(--draw-body-2)" />
            <rect x="70" y="146" width="8" height="20" fill="var(--draw-steel)" />
            <path d="M67 166h14l4 6h-22z" fill="var(--draw-rubber)" />
            <path d="M61 172h26l9 11h-44z" fill="var(--draw-rubber)" />
          </g>
        ))}
        <path d="M14 183h372v7H14z" fill="var(--draw-steel)" strokeLinejoin="round" />
      </g>
    </svg>
  );
}
