import { declareFuzz } from './fuzz.ts'
import { declareMatrix } from './matrix.ts'
import { declareSignInMatrix } from './sign-in-matrix.ts'
import { isRepresentative } from './troubles.ts'

// One trouble of each kind; faults.nightly.test.ts has all of them.
declareMatrix(isRepresentative)
declareSignInMatrix(isRepresentative)
declareFuzz({ answersPerCall: 100, polls: 300 })
