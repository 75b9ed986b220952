"""Common words for the closed choices: phases, visibility, yes and no. All words are folded."""

PHASES: dict[str, tuple[str, ...]] = {
    "idea": (
        "ide", "ideer", "idefas", "forslag", "onskemal", "tanke", "utkast", "proposal", "concept",
        "ide stadiet", "under utredning", "utreds", "forstudie", "vision",
    ),
    "planned": (
        "planerad", "planerat", "planeras", "planering", "under planering", "planeringsfas",
        "kommande", "ej paborjad", "ej paborjat", "ej startad", "ej startat", "inte paborjad",
        "inte paborjat", "inte startad", "not started", "to do", "todo", "att gora", "upcoming",
        "planning", "beslutad", "beslutat", "godkand", "beviljad", "startar", "forberedelse",
        "forberedelsefas", "uppstart", "forbereds", "pipeline", "framtida", "ny",
        "under uppstart", "uppstartsfas", "forberedelser", "under forberedelse", "ansokt", "sokt",
        "vantar pa start", "startar snart",
    ),
    "ongoing": (
        "pagar", "pagaende", "i gang", "igang", "aktiv", "aktivt", "lopande", "startad", "startat",
        "paborjad", "paborjat", "genomfors", "genomforande", "in progress", "active", "started",
        "running", "under arbete", "under genomforande", "doing", "implementation", "open", "oppen",
        "drift", "i drift", "kontinuerlig", "kontinuerligt", "genomforandefas", "arbete pagar",
        "fortlopande", "delvis genomford", "pagar enligt plan", "enligt plan", "on track", "ongoing",
        "pagar fortfarande", "forlangd", "forlangt", "delvis klar", "delvis klart", "under drift",
    ),
    "closing": (
        "avslutas", "under avslut", "uppfoljning", "uppfoljning pagar",
        "avslutas uppfoljning pagar", "avslutande", "avslutningsfas", "utvarderas", "utvardering",
        "slutrapportering", "slutfas", "closing", "closing being followed up", "being followed up",
        "follow up", "winding down", "snart klar", "avvecklas",
    ),
    "paused": (
        "pausad", "pausat", "pausas", "vilande", "vilar", "on hold", "stoppad tillfalligt",
        "avvaktar", "avvaktas", "uppskjuten", "uppskjutet", "framskjuten", "flyttad", "postponed",
        "suspended", "pa is", "bordlagd", "vantar", "waiting",
    ),
    "completed": (
        "avslutad", "avslutat", "avslutade", "klar", "klart", "fardig", "fardigt", "genomford",
        "genomfort", "slutford", "slutfort", "done", "finished", "closed", "complete", "ended",
        "slut", "klarmarkerad", "slutredovisad", "slutrapporterad", "stangd", "stangt", "upphort",
        "utford", "utfort",
    ),
    "cancelled": (
        "avbruten", "avbrutet", "avbrots", "installd", "installt", "nedlagd", "nedlagt",
        "cancelled", "canceled", "aborted", "stopped", "stoppad", "stoppat", "avslagen", "avslag",
        "blev inte av", "utgar", "utgatt", "struken", "struket", "rejected", "avforts",
        "ej genomford", "ej genomfort", "inte genomford",
    ),
}  # fmt: skip

VISIBILITIES: dict[str, tuple[str, ...]] = {
    "draft": (
        "utkast", "egen organisation", "privat", "intern", "internt", "private", "own organisation",
    ),
    "coordinated": (
        "bara samordnarna", "bara samordnare", "endast samordnarna", "endast samordnare",
        "coordinators only", "only coordinators",
    ),
    "shared": (
        "samverkan", "alla inloggade", "inloggade", "delad", "delas", "signed in", "all signed in",
        "samverkansparter", "ej publik", "inte publik",
    ),
    "open": (
        "oppen", "oppet", "publik", "publikt", "offentlig", "offentligt", "alla", "public",
        "everyone",
    ),
}  # fmt: skip

YES_NO: dict[str, bool] = {
    **dict.fromkeys(("ja", "j", "yes", "y", "true", "sant", "1", "x", "ok", "stammer"), True),
    **dict.fromkeys(("nej", "n", "no", "false", "falskt", "0", "inte", "ej"), False),
}
