// SHA-256 in plain script, for a page served over http on a local network: there the browser keeps
// its own (crypto.subtle) to itself. Constants are computed: fractions of roots of the primes.
const fraction = (root) => ((root - Math.floor(root)) * 2 ** 32) | 0;

const primes = [];
for (let n = 2; primes.length < 64; n++) {
  if (primes.every((prime) => n % prime)) primes.push(n);
}
const START = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const ROUNDS = primes.map((prime) => fraction(Math.cbrt(prime)));

const turn = (word, by) => (word >>> by) | (word << (32 - by));

function mix(state, block, words) {
  for (let i = 0; i < 16; i++) words[i] = block.getInt32(i * 4);
  for (let i = 16; i < 64; i++) {
    const early = words[i - 15];
    const late = words[i - 2];
    words[i] =
      (words[i - 16] +
        (turn(early, 7) ^ turn(early, 18) ^ (early >>> 3)) +
        words[i - 7] +
        (turn(late, 17) ^ turn(late, 19) ^ (late >>> 10))) |
      0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const one =
      (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[i] + words[i]) |
      0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    state[i] = (state[i] + word) | 0;
  });
}

// The digest of an ArrayBuffer, as 64 hexadecimal digits.
export function sha256(buffer) {
  const size = buffer.byteLength;
  const whole = size - (size % 64);
  const state = [...START];
  const words = new Int32Array(64);
  for (let at = 0; at < whole; at += 64) mix(state, new DataView(buffer, at, 64), words);
  const tail = new Uint8Array(size % 64 < 56 ? 64 : 128);
  tail.set(new Uint8Array(buffer, whole));
  tail[size % 64] = 0x80;
  const end = new DataView(tail.buffer);
  end.setUint32(tail.length - 8, Math.floor(size / 2 ** 29));
  end.setUint32(tail.length - 4, (size * 8) >>> 0);
  for (let at = 0; at < tail.length; at += 64) mix(state, new DataView(tail.buffer, at, 64), words);
  return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
