/**
 * Runs floor and product in turns, so that whatever else the machine does meets both alike.
 * @param options.warmUps how many rounds go before the ones that count, and are thrown away
 */
export async function inTurns<Floor, Ours>(
  options: { readonly rounds: number; readonly warmUps?: number },
  floor: (round: number) => Floor | Promise<Floor>,
  ours: (round: number) => Ours | Promise<Ours>,
): Promise<{ readonly floor: Floor[]; readonly ours: Ours[] }> {
  const { rounds, warmUps = 0 } = options
  const floors: Floor[] = []
  const all: Ours[] = []
  for (let round = 0; round < warmUps + rounds; round += 1) {
    // whoever goes second finds the caches warm, so they change places
    const isFloorFirst = round % 2 === 0
    if (isFloorFirst) floors.push(await floor(round))
    all.push(await ours(round))
    if (!isFloorFirst) floors.push(await floor(round))
  }
  return { floor: floors.slice(warmUps), ours: all.slice(warmUps) }
}
