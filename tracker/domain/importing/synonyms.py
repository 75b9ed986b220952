"""Everyday words for the codes of our lists, folded; a code the register lacks is passed over."""

TARGET_GROUPS: dict[str, tuple[str, ...]] = {
    "small_children": (
        "forskolebarn", "spadbarn", "smabarn", "bebisar", "forskoleelever", "toddlers",
        "sma barn 0 5", "nyfodda",
    ),
    "children": (
        "skolbarn", "lagstadiebarn", "mellanstadiebarn", "grundskolebarn", "barn 6 12",
        "lagstadiet", "mellanstadiet", "kids", "flickor", "pojkar", "yngre barn", "lagstadieelever",
        "mellanstadieelever", "barn i skolaldern",
    ),
    "teenagers": (
        "ungdomar", "ungdom", "unga", "tonaring", "hogstadieelever", "hogstadiet",
        "gymnasieungdomar", "tonarsflickor", "tonarspojkar", "tjejer", "killar", "youth",
        "adolescents", "young people", "gymnasieelever", "teens", "unga tjejer", "unga killar",
        "gymnasiet", "hogstadieungdomar",
    ),
    "young_adults": ("ung vuxen", "unga vuxna 18 25", "unga 18 25", "unga 20 29", "18 25 ar"),
    "adults": ("vuxen", "vuxna personer", "vuxna invanare"),
    "older": (
        "seniorer", "senior", "pensionarer", "aldre personer", "65", "over 65", "65 ar och aldre",
        "elderly", "seniors", "aldre manniskor", "aldre 65",
    ),
    "parents": (
        "foralder", "vardnadshavare", "mammor", "pappor", "foraldragrupp", "guardians", "mothers",
        "fathers", "blivande foraldrar", "smabarnsforaldrar", "foraldralediga", "mamma", "pappa",
    ),
    "families": ("familj", "barnfamiljer", "hela familjen", "family", "barnfamilj"),
    "women": ("kvinna", "vuxna kvinnor"),
    "men": ("vuxna man",),
    "newly_arrived": (
        "nyanland", "flyktingar", "asylsokande", "invandrare", "nyanlanda familjer", "immigrants",
        "refugees", "newcomers", "etableringselever", "ensamkommande", "sfi elever", "nya svenskar",
        "newly arrived",
    ),
    "women_born_abroad": (
        "utlandsfodda kvinnor", "utrikesfodda kvinnor", "kvinnor fodda utomlands",
        "invandrarkvinnor", "foreign born women", "kvinnor fodda utanfor sverige",
    ),
    "jobseekers": (
        "arbetslosa", "langtidsarbetslosa", "arbetslos", "unemployed", "personer utan arbete",
        "arbetslosa ungdomar", "personer langt fran arbetsmarknaden", "job seekers",
    ),
    "no_upper_secondary": (
        "saknar gymnasieutbildning", "utan gymnasieutbildning", "utan gymnasieexamen",
        "personer utan gymnasieexamen", "korttidsutbildade",
    ),
    "students": (
        "elever", "studenter", "elev", "student", "pupils", "skolelever", "studerande",
        "hogskolestudenter",
    ),
    "disability": (
        "funktionsnedsattning", "funktionsnedsatta", "funktionshindrade", "npf", "lss",
        "personer med funktionsvariation", "funktionsvariation", "disabled", "funktionshinder",
        "personer med funktionshinder", "personer med npf",
    ),
    "homelessness": ("hemlosa", "hemloshet", "hemlos", "bostadslosa", "homeless"),
    "tenants": ("hyresgast", "de boende", "boende i hyresratt"),
    "residents": (
        "boende", "invanare", "alla", "allmanheten", "alla invanare", "alla boende", "allmanhet",
        "omradets boende", "boende i omradet", "hela befolkningen", "medborgare", "everyone", "all",
        "residents", "norrbybor", "borasare", "alla aldrar", "alla som bor dar", "public",
        "kommuninvanare", "samtliga",
    ),
    "employers": ("arbetsgivaren", "foretag som rekryterar", "lokala arbetsgivare"),
    "business_owners": (
        "foretag", "naringsidkare", "entreprenorer", "smaforetagare", "handlare", "naringsliv",
        "naringslivet", "egenforetagare", "lokala foretag",
    ),
    "professionals": (
        "personal", "medarbetare", "tjanstepersoner", "larare", "ledare", "socialsekreterare",
        "anstallda", "skolpersonal", "staff", "yrkesverksam", "tjansteman", "fritidsledare",
        "pedagoger",
    ),
}  # fmt: skip

EFFORT_TYPES: dict[str, tuple[str, ...]] = {
    "meeting_place": (
        "motesplatser", "traffpunkt", "oppen traffpunkt", "cafe", "sprakcafe och motesplats",
        "oppet hus", "oppen verksamhet", "familjecentral",
    ),
    "leisure_activity": (
        "fritid", "fritidsaktiviteter", "lovaktivitet", "lovaktiviteter", "fritidsverksamhet",
        "fritidsgard", "lovverksamhet", "lager", "kollo", "leisure", "fritidsklubb",
    ),
    "culture": (
        "kultur", "musik", "teater", "dans", "bibliotek", "konst", "kulturaktivitet",
        "lasframjande", "kulturverksamhet", "film",
    ),
    "sport": (
        "idrott", "rorelse", "traning", "fotboll", "simskola", "simning", "sports", "motion",
        "spontanidrott", "idrottsaktivitet",
    ),
    "homework_help": (
        "laxhjalp", "laxlasning", "studiestod", "laxstuga", "studiehjalp", "tutoring", "laxhjalpen",
    ),
    "language_training": (
        "sprak", "spraktraning", "sprakcafe", "svenska", "sprakstod", "sprakutveckling", "sfi",
        "language", "sprakvan",
    ),
    "parenting_support": (
        "foraldrastod", "foraldrautbildning", "foraldraskap", "foraldrakurs", "foraldragrupper",
        "parent support",
    ),
    "outreach": (
        "uppsokande", "uppsokande verksamhet", "faltarbete", "hembesok", "dorrknackning",
        "uppsokande insats",
    ),
    "early_intervention": (
        "tidiga insatser", "tidig insats", "forebyggande", "forebyggande arbete", "prevention",
        "tidigt forebyggande arbete",
    ),
    "guidance": (
        "studie och yrkesvagledning", "syv", "vagledare", "studievagledning", "counselling",
    ),
    "mentoring": (
        "mentor", "mentorer", "mentorsprogram", "kompisverksamhet", "fadder", "vagvisare",
    ),
    "job_matching": (
        "matchning", "jobbmatchning", "arbetsmarknadsinsats", "jobb", "rekrytering", "arbete",
        "arbetsmarknad", "jobbsokarstod", "jobbcoachning",
    ),
    "internship": (
        "praktik", "feriejobb", "ferieprao", "sommarjobb", "prao", "arbetstraning", "feriearbete",
        "feriepraktik", "larling",
    ),
    "education": (
        "utbildning", "kurs", "kurser", "studiecirkel", "workshop", "forelasning", "course",
        "studier", "utbildningsinsats", "training", "skola",
    ),
    "advice": (
        "radgivning", "samhallsvagledning", "konsumentradgivning", "skuldradgivning",
        "budgetradgivning", "juridisk radgivning", "medborgarservice",
    ),
    "safety": (
        "trygghetsarbete", "trygghetsvandring", "nattvandring", "trygghetsskapande",
        "brottsforebyggande", "security", "grannsamverkan", "trygg",
    ),
    "physical_environment": (
        "utemiljo", "belysning", "upprustning", "lekplats", "stadsutveckling", "odling", "park",
        "fysiska atgarder", "gardsmiljo",
    ),
    "cleanup": (
        "stadning", "stad", "skrapplockning", "staddag", "nedskrapning", "renhallning", "clean up",
        "cleaning", "stadinsats",
    ),
    "housing_support": (
        "boendestod", "bostad forst", "bostadssocialt", "hyresgastsamverkan",
        "vrakningsforebyggande", "boende",
    ),
    "health_promotion": (
        "halsa", "halsoframjande", "folkhalsa", "psykisk halsa", "matlagning", "kost", "health",
        "halsoframjande arbete",
    ),
    "social_support": (
        "socialt stod", "stodsamtal", "stodgrupp", "samtalsstod", "kontaktverksamhet",
        "matutdelning", "gemenskap", "stod",
    ),
    "dialogue": (
        "delaktighet", "dialog", "medborgardialog", "demokrati", "ungdomsrad", "samrad",
        "participation", "inflytande",
    ),
    "staff_skills": (
        "kompetensutveckling", "fortbildning", "personalutbildning", "kompetens", "handledning",
    ),
    "coordination": (
        "samordning", "samverkan", "natverk", "koordinering", "natverkstraff", "samverkansarbete",
    ),
    "study": (
        "kartlaggning", "forskning", "utredning", "enkat", "kunskap", "undersokning", "analys",
        "forstudie", "research",
    ),
}  # fmt: skip

FUNDING: dict[str, tuple[str, ...]] = {
    "ordinary_budget": (
        "ordinarie", "inom ram", "budgetmedel", "kommunen", "egen budget", "inom ordinarie budget",
        "egna medel", "driftbudget",
    ),
    "special_means": (
        "ks medel", "kommunstyrelsens medel", "sociala investeringsmedel", "ks sarskilda medel",
        "kommunstyrelsen",
    ),
    "activity_grant": ("aktivitetsstod", "lokalt aktivitetsstod", "lok stod", "lok"),
    "inclusion_grant": ("inkludering", "inkluderingsmedel"),
    "socially_directed_grant": (
        "sociala foreningsbidrag", "socialt foreningsbidrag", "foreningsbidrag",
        "verksamhetsbidrag",
    ),
    "local_development": ("lokal utveckling", "lokala utvecklingsmedel", "leader"),
    "iop": ("ideburet offentligt partnerskap", "partnerskap"),
    "state_grant": (
        "statliga medel", "statlig", "statligt bidrag", "staten", "boverket", "skolverket",
        "socialstyrelsen", "arvsfonden", "allmanna arvsfonden", "delmos",
    ),
    "eu_esf": (
        "eu", "esf", "eu medel", "europeiska socialfonden", "eu projekt", "eruf",
        "svenska esf radet", "esf",
    ),
    "foundation": ("stiftelse", "fond", "fonder", "fondmedel", "stiftelser"),
    "sponsorship": ("sponsorer", "sponsor", "naringsliv", "sponsrad", "gava", "gavor"),
    "volunteer_time": ("ideellt", "ideellt arbete", "volontarer", "frivilligt", "volontararbete"),
    "none": ("ingen", "inga", "ingen finansiering", "no funding", "inga medel"),
}  # fmt: skip

ORGANISATION_KINDS: dict[str, tuple[str, ...]] = {
    "department": (
        "forvaltning", "kommunal forvaltning", "kommun", "kommunen", "kommunal", "boras stad",
    ),
    "committee": ("namnd", "kommunal namnd", "utskott"),
    "municipal_company": ("kommunalt bolag", "bolag", "allmannytta"),
    "state_authority": ("myndighet", "statlig", "stat", "statliga myndigheter"),
    "region": ("regionen", "landsting", "vastra gotalandsregionen", "vgr"),
    "association": (
        "ideell forening", "idrottsforening", "kulturforening", "foreningar", "club", "forening",
    ),
    "civil_society": (
        "civilsamhalle", "natverk", "civilsamhallet", "ideell organisation", "ngo", "organisation",
    ),
    "faith_community": ("samfund", "kyrka", "forsamling", "moske", "trossamfund", "church"),
    "study_association": ("bildningsforbund", "studieforbund"),
    "foundation": ("stiftelser", "fond"),
    "business": (
        "naringsliv", "privat", "privat foretag", "ab", "aktiebolag", "company", "private",
    ),
    "housing_company": (
        "bostadsbolag", "fastighetsagare", "hyresvard", "privat bostadsbolag", "fastighetsbolag",
    ),
    "university": ("hogskola", "universitet", "larosate", "akademi"),
    "other_public": ("offentlig", "annan offentlig", "kommunalforbund", "public"),
    "informal_group": ("grupp", "informell grupp", "natverk utan organisationsnummer"),
}  # fmt: skip

WHOLE_PLACE: tuple[str, ...] = (
    "hela kommunen", "kommunovergripande", "hela boras", "hela staden", "alla stadsdelar",
    "boras stad",
    "boras kommun", "boras", "kommunen", "samtliga stadsdelar", "alla omraden", "overallt",
    "hela stan",
    "whole municipality", "all districts", "the whole municipality", "alla", "samtliga",
    "stadsovergripande",
    "boras stad hela", "stadenovergripande",
)  # fmt: skip
