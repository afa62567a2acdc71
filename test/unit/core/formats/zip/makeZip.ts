/** A member as a test writes it; what is left out is what an honest writer writes. */
export interface MadeMember {
  readonly name: string;
  readonly data: Uint8Array;
  readonly method?: number;
  readonly inflatedLength?: number;
  /** Sizes and offset in a zip64 extra field. */
  readonly wide?: true;
}

/** A ZIP archive of members as they are given, and an end record; `wide` with those of zip64 before it. */
export function makeZip(
  members: readonly MadeMember[],
  { wide, comment = "" }: { readonly wide?: true; readonly comment?: string } = {},
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  let at = 0;
  const add = (bytes: Uint8Array): void => {
    parts.push(bytes);
    at += bytes.length;
  };
  const entries = members.map((member) => {
    const offset = at;
    add(headerOf(member, { magic: 0x04034b50, offset: undefined }));
    add(member.data);
    return headerOf(member, { magic: 0x02014b50, offset });
  });
  const start = at;
  for (const entry of entries) add(entry);
  const length = at - start;
  if (wide) {
    const end64 = at;
    add(
      fields(
        [4, 0x06064b50],
        [8, 44],
        [2, 45],
        [2, 45],
        [4, 0],
        [4, 0],
        [8, members.length],
        [8, members.length],
        [8, length],
        [8, start],
      ),
    );
    add(fields([4, 0x07064b50], [4, 0], [8, end64], [4, 1]));
  }
  const count = wide ? 0xffff : members.length;
  add(
    fields(
      [4, 0x06054b50],
      [2, 0],
      [2, 0],
      [2, count],
      [2, count],
      [4, wide ? 0xffffffff : length],
      [4, wide ? 0xffffffff : start],
      [2, comment.length],
    ),
  );
  add(new TextEncoder().encode(comment));
  return new Uint8Array(Buffer.concat(parts));
}

function headerOf(
  { name, data, method = 0, inflatedLength = data.length, wide }: MadeMember,
  { magic, offset }: { readonly magic: number; readonly offset: number | undefined },
): Uint8Array {
  const bytes = new TextEncoder().encode(name);
  const narrow = (size: number): number => (wide ? 0xffffffff : size);
  const sizes = [[8, inflatedLength] as const, [8, data.length] as const];
  const places = offset === undefined ? [] : [[8, offset] as const];
  const content = fields(...sizes, ...places);
  const extra = wide
    ? Buffer.concat([fields([2, 1], [2, content.length]), content])
    : new Uint8Array(0);
  const lengths = [
    [4, 0],
    [4, narrow(data.length)],
    [4, narrow(inflatedLength)],
    [2, bytes.length],
    [2, extra.length],
  ] as const;
  const head =
    offset === undefined
      ? fields([4, magic], [2, 20], [2, 0x800], [2, method], [4, 0], ...lengths)
      : fields(
          [4, magic],
          [2, 20],
          [2, 20],
          [2, 0x800],
          [2, method],
          [4, 0],
          ...lengths,
          [2, 0],
          [2, 0],
          [2, 0],
          [4, 0],
          [4, narrow(offset)],
        );
  return Buffer.concat([head, bytes, extra]);
}

/** Numbers of so many bytes, little endian. */
function fields(...list: readonly (readonly [bytes: number, value: number])[]): Uint8Array {
  const bytes = list.flatMap(([size, value]) => {
    let rest = BigInt(value);
    return Array.from({ length: size }, () => {
      const byte = Number(rest & 255n);
      rest >>= 8n;
      return byte;
    });
  });
  return Uint8Array.from(bytes);
}
