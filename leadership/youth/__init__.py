"""«¿Tienes menos de 35 años?»: hers to say or not; only counted, never shown."""
