import { declareFuzz } from './fuzz.ts'
import { declareMatrix } from './matrix.ts'
import { declareSignInMatrix } from './sign-in-matrix.ts'
import { isAny } from './troubles.ts'

declareMatrix(isAny)
declareSignInMatrix(isAny)
declareFuzz({ answersPerCall: 1_000, polls: 3_000 })
