;; Dot products of one vector with many, four components at a time: what the exact store spends its time on.
;; Compiled by `npm run build:scan`. It trusts its caller: addresses are bytes, and nothing here checks them.
(module
  (memory (export "memory") 1)

  ;; out[i] = question · vectors[i] for i = 0 … count - 1. Vectors lie one after another; each, and the question, is
  ;; `bytes` long, a multiple of 64. Four sums side by side, because an addition need not wait for the others.
  (func (export "dots")
    (param $question i32) (param $vector i32) (param $count i32) (param $bytes i32) (param $out i32)
    (local $at i32) (local $end i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local.set $end (i32.add (local.get $question) (local.get $bytes)))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $a (v128.const f32x4 0 0 0 0))
        (local.set $b (v128.const f32x4 0 0 0 0))
        (local.set $c (v128.const f32x4 0 0 0 0))
        (local.set $d (v128.const f32x4 0 0 0 0))
        (local.set $at (local.get $question))
        (loop $more
          (local.set $a (f32x4.add (local.get $a)
            (f32x4.mul (v128.load (local.get $at)) (v128.load (local.get $vector)))))
          (local.set $b (f32x4.add (local.get $b)
            (f32x4.mul (v128.load offset=16 (local.get $at)) (v128.load offset=16 (local.get $vector)))))
          (local.set $c (f32x4.add (local.get $c)
            (f32x4.mul (v128.load offset=32 (local.get $at)) (v128.load offset=32 (local.get $vector)))))
          (local.set $d (f32x4.add (local.get $d)
            (f32x4.mul (v128.load offset=48 (local.get $at)) (v128.load offset=48 (local.get $vector)))))
          (local.set $at (i32.add (local.get $at) (i32.const 64)))
          (local.set $vector (i32.add (local.get $vector) (i32.const 64)))
          (br_if $more (i32.lt_u (local.get $at) (local.get $end))))
        (local.set $a (f32x4.add
          (f32x4.add (local.get $a) (local.get $b))
          (f32x4.add (local.get $c) (local.get $d))))
        (f32.store (local.get $out)
          (f32.add
            (f32.add (f32x4.extract_lane 0 (local.get $a)) (f32x4.extract_lane 1 (local.get $a)))
            (f32.add (f32x4.extract_lane 2 (local.get $a)) (f32x4.extract_lane 3 (local.get $a)))))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $next))))

  ;; The same with vectors in bytes and the question in 16 bits: a quarter of the memory to read. out[i] is a whole
  ;; number of 32 bits. `dimensions` is a multiple of 32; no sum overflows while the question is of length 1.
  (func (export "coarseDots")
    (param $question i32) (param $vector i32) (param $count i32) (param $dimensions i32) (param $out i32)
    (local $at i32) (local $end i32) (local $a v128) (local $b v128)
    (local.set $end (i32.add (local.get $question) (i32.shl (local.get $dimensions) (i32.const 1))))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $a (v128.const i32x4 0 0 0 0))
        (local.set $b (v128.const i32x4 0 0 0 0))
        (local.set $at (local.get $question))
        (loop $more
          (local.set $a (i32x4.add (local.get $a)
            (i32x4.dot_i16x8_s (v128.load (local.get $at)) (v128.load8x8_s (local.get $vector)))))
          (local.set $b (i32x4.add (local.get $b)
            (i32x4.dot_i16x8_s (v128.load offset=16 (local.get $at)) (v128.load8x8_s offset=8 (local.get $vector)))))
          (local.set $a (i32x4.add (local.get $a)
            (i32x4.dot_i16x8_s (v128.load offset=32 (local.get $at)) (v128.load8x8_s offset=16 (local.get $vector)))))
          (local.set $b (i32x4.add (local.get $b)
            (i32x4.dot_i16x8_s (v128.load offset=48 (local.get $at)) (v128.load8x8_s offset=24 (local.get $vector)))))
          (local.set $at (i32.add (local.get $at) (i32.const 64)))
          (local.set $vector (i32.add (local.get $vector) (i32.const 32)))
          (br_if $more (i32.lt_u (local.get $at) (local.get $end))))
        (local.set $a (i32x4.add (local.get $a) (local.get $b)))
        (i32.store (local.get $out)
          (i32.add
            (i32.add (i32x4.extract_lane 0 (local.get $a)) (i32x4.extract_lane 1 (local.get $a)))
            (i32.add (i32x4.extract_lane 2 (local.get $a)) (i32x4.extract_lane 3 (local.get $a)))))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $next)))))
