/** Brings a module in at its first use; activation names it and does not read it. */
export type Load<Module> = () => Promise<Module>;
