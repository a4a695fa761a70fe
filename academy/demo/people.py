"""Who lives in the demonstration, as data. All invented."""

#: District of the federation and its bases, by its INEI code: Comas, in Lima.
PLACE = "150110"
FEDERATION = {"name": "Federación Semillas del Relevo (inventada)", "code": "SEMILLAS", "kind": "federacion"}
BASES = [
    {"name": "Comedor Sol de la Ladera (inventado)", "code": "SOL", "kind": "comedor"},
    {"name": "Olla Común Buen Corazón (inventada)", "code": "CORAZON", "kind": "olla-comun"},
    {"name": "Comedor Manos Unidas (inventado)", "code": "MANOS", "kind": "comedor"},
]

#: Kitchens of other districts, outside the federation: support persons come from there (code of the district).
ALLIES = [
    {"name": "Comedor Agua Clara (inventado)", "code": "AGUA", "kind": "comedor", "place": "150106"},
    {"name": "Olla Común Tres Piedras (inventada)", "code": "PIEDRAS", "kind": "olla-comun", "place": "150112"},
]

#: key, display name, pictogram, organisation code, role (None: a PIN is enough)
STARS = [
    ("joven", "Yuli", "mariposa", "SOL", None),
    ("veterana", "Doña Hilda", "olla", "SOL", None),
    ("facilitadora", "Charo", "libro", "SEMILLAS", "facilitator"),
    ("organizadora", "Rosa", "sol", "SEMILLAS", "organiser"),
    ("editora", "Elena", "flor", "SEMILLAS", "editor"),
    ("coordinadora", "Carmela", "guitarra", "SEMILLAS", "mentoring"),
    ("apoyo1", "Teodora", "campana", "AGUA", "support"),
    ("apoyo2", "Benita", "lluvia", "PIEDRAS", "support"),
]

#: Who organises both regions, by the name she signs in with.
ORGANISER = "rosa"

#: The facilitator's circle: its organisation, and how many of its women (by name) came to which lesson of R1.
CIRCLE = {"name": "Círculo de los jueves", "organisation": "SOL", "meetings": [(7, 0), (6, 1)]}

#: display name, pictogram, organisation code, lessons she read of R1, tells her name
OTHERS = [
    ("Maruja", "papa", "SOL", 5, True),
    ("Nélida", "maiz", "SOL", 4, True),
    ("Yesi", "estrella", "SOL", 3, False),
    ("Tomasa", "montana", "SOL", 2, False),
    ("Fortunata", "gallina", "SOL", 1, False),
    ("Milagros", "luna", "SOL", 5, False),
    ("Eusebia", "casa", "SOL", 1, False),
    ("Rosalía", "rosa", "CORAZON", 5, False),
    ("Yeni", "gato", "CORAZON", 5, True),
    ("Delia", "pan", "CORAZON", 2, False),
    ("Meche", "tomate", "CORAZON", 1, False),
    ("Justina", "cactus", "CORAZON", 3, False),
    ("Saida", "llave", "CORAZON", 5, False),
    ("Vilma", "pelota", "MANOS", 2, False),
    ("Olinda", "arbol", "MANOS", 5, False),
    ("Paulina", "conejo", "MANOS", 4, False),
    ("Gladys", "bus", "MANOS", 1, True),
    ("Norma", "limon", "MANOS", 5, False),
]
