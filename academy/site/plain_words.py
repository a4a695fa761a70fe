"""What the first plain pages say, all languages side by side. Facts as the field dossier has them."""

CHECK_BY = "2027-05-31"

PAGES = {
    "ayuda": {
        "title": {"es": "Pedir ayuda", "en": "Get help", "qu": "Yanapay", "ay": "Yanapa"},
        "intro": {
            "es": "Números que atienden gratis. Llama desde un teléfono seguro.",
            "en": "Numbers that answer for free. Call from a safe phone.",
        },
        "body": [
            (
                "contact",
                {
                    "name": {"es": "Línea 100", "en": "Line 100"},
                    "number": "100",
                    "what": {
                        "es": "Escucha y orienta si hay violencia. Habla castellano, quechua y aymara.",
                        "en": "Listens and guides if there is violence. Speaks Spanish, Quechua and Aymara.",
                    },
                    "when": {"es": "Todo el día, todos los días.", "en": "All day, every day."},
                    "check_by": CHECK_BY,
                    "source": {"es": "Programa Nacional Warmi Ñan.", "en": "National Programme Warmi Ñan."},
                },
            ),
            (
                "contact",
                {
                    "name": {"es": "Central 111", "en": "Central 111"},
                    "number": "111",
                    "what": {
                        "es": "Recibe denuncias por extorsión. No necesitas decir tu nombre.",
                        "en": "Takes reports of extortion. You need not say your name.",
                    },
                    "when": {
                        "es": "Todo el día. Si no contestan, insiste y avisa a tu organización.",
                        "en": "All day. If nobody answers, try again and tell your organisation.",
                    },
                    "check_by": CHECK_BY,
                    "source": {"es": "Prensa, 2024 a 2026.", "en": "Press, 2024 to 2026."},
                },
            ),
        ],
    },
    "tus-datos": {
        "title": {"es": "Tus datos", "en": "Your data", "qu": "Datuykikuna", "ay": "Datonakama"},
        "intro": {
            "es": "Qué guardamos de ti y quién lo ve.",
            "en": "What we keep about you and who sees it.",
        },
        "body": [
            (
                "prose",
                {
                    "title": {"es": "Qué guardamos", "en": "What we keep"},
                    "text": {
                        "es": "<p>El nombre que usas, tu dibujo y tu organización.</p>"
                        "<p>Lo que haces en los cursos: lecciones, respuestas y tareas.</p>"
                        "<p>Tu teléfono, solo si tú lo escribes.</p>"
                        "<p>No pedimos correo. No vendemos nada. Esta página no llama a otra empresa.</p>"
                        "<p>En «Mi página», «Mis datos», lo ves todo, te lo llevas o lo borras.</p>",
                        "en": "<p>The name you use, your picture and your organisation.</p>"
                        "<p>What you do in the courses: lessons, answers and tasks.</p>"
                        "<p>Your phone number, only if you write it.</p>"
                        "<p>We ask for no e-mail. We sell nothing. This site calls no other company.</p>"
                        "<p>On “My page”, “My data”, you see it all, take it along or erase it.</p>",
                    },
                },
            ),
            (
                "prose",
                {
                    "title": {"es": "Quién lo ve", "en": "Who sees it"},
                    "text": {
                        "es": "<p>Tú ves todo lo tuyo, y quién lo miró.</p>"
                        "<p>Tus compañeras ven tu nombre, tu organización y las tareas que confirman.</p>"
                        "<p>Tu facilitadora ve tu avance con tu nombre solo si le das permiso. "
                        "Si no, ve números de cinco mujeres o más.</p>"
                        "<p>Lo que escribes «para mí» lo lees solo tú.</p>",
                        "en": "<p>You see all that is yours, and who looked at it.</p>"
                        "<p>Your companions see your name, your organisation and the tasks they confirm.</p>"
                        "<p>Your facilitator sees your progress by name only if you allow it. "
                        "If not, she sees counts of five women or more.</p>"
                        "<p>What you write “for me” only you read.</p>",
                    },
                },
            ),
        ],
    },
    "seguridad": {
        "title": {
            "es": "Avisar de una falla",
            "en": "Report a flaw",
            "qu": "Pantayta willay",
            "ay": "Pantjata yatiyaña",
        },
        "intro": {
            "es": "¿Viste algo que pone en riesgo a las compañeras? Avisa hoy.",
            "en": "Did you see something that puts members at risk? Tell us today.",
        },
        "body": [
            (
                "prose",
                {
                    "title": {"es": "A quién avisas", "en": "Whom to tell"},
                    "text": {
                        "es": "<p>Habla con la organizadora de tu organización, en persona o por llamada.</p>"
                        "<p>Di qué viste, en qué página y a qué hora. No la publiques antes de que se arregle.</p>",
                        "en": "<p>Speak with the organiser of your organisation, in person or by phone.</p>"
                        "<p>Say what you saw, on which page and when. Do not publish the flaw before it is mended.</p>",
                    },
                },
            ),
        ],
    },
}
