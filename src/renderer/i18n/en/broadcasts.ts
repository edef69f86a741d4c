export const broadcasts = {
  broadcasts: {},
}
