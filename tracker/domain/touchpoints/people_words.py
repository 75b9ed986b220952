"""Which words of Swedish and English name which groups of people?

Lists alone; `people.py` reads texts by them. A pattern of `STEMS` is tried from the beginning of
a word in small letters, those of `PHRASES` anywhere.
"""

import re

NUMBERS = {
    "noll": 0,
    "ett": 1,
    "två": 2,
    "tre": 3,
    "fyra": 4,
    "fem": 5,
    "sex": 6,
    "sju": 7,
    "åtta": 8,
    "nio": 9,
    "tio": 10,
    "elva": 11,
    "tolv": 12,
    "tretton": 13,
    "fjorton": 14,
    "femton": 15,
    "sexton": 16,
    "sjutton": 17,
    "arton": 18,
    "nitton": 19,
    "tjugo": 20,
    "tjugofem": 25,
    "trettio": 30,
    "femtio": 50,
    "sextio": 60,
    "sextiofem": 65,
    "sjuttio": 70,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "twenty": 20,
}

STAGES: dict[str, tuple[int, int]] = {
    "stage_baby": (0, 1),
    "stage_preschool": (1, 5),
    "stage_reception": (6, 6),
    "stage_lower": (7, 10),
    "stage_middle": (10, 13),
    "stage_upper": (13, 16),
    "stage_gymnasium": (16, 19),
    "stage_teens": (13, 19),
    "stage_young": (13, 25),
    "stage_adult": (18, 29),
    "stage_old": (65, 100),
}
"""Words that tell an age without a figure."""

IMPLIED: dict[str, tuple[str, ...]] = {
    "mothers": ("parents", "women"),
    "fathers": ("parents", "men"),
    "new_parents": ("parents", "small_children"),
    "single_parents": ("parents", "families"),
    "retirees": ("older",),
    "npf": ("disability",),
    "deaf": ("disability",),
    "wheelchair": ("disability",),
    "intellectual": ("disability",),
    "dementia": ("older",),
    "refugees": ("newly_arrived",),
    "ukrainian": ("newly_arrived",),
    "students_sfi": ("newly_arrived",),
    "long_term_unemployed": ("jobseekers",),
    "youth_neet": ("jobseekers", "young_adults"),
    "employers": ("business_owners",),
    "teachers": ("professionals",),
    "preschool_staff": ("professionals",),
    "care_staff": ("professionals",),
    "stage_baby": ("small_children",),
}
"""What a finer group belongs to."""

_WORDS: dict[str, str] = {
    "stage_baby": r"spädbarn|bebis|baby|babies|bvc|barnavårdscentral|nyfödd|småbarn",
    "stage_preschool": r"förskolebarn|förskoleålder|förskol(?:an|or|orna|ans)$|småttingar|småbarn|minsting|knattar",
    "stage_reception": r"förskoleklass",
    "stage_lower": r"lågstadi",
    "stage_middle": r"mellanstadi",
    "stage_upper": r"högstadi|konfirmand",
    "stage_gymnasium": r"gymnasie(?!-?\s?och vux)(?!skola?s?för|.*förvaltning)|gymnasist|gymnasiet",
    "stage_teens": r"ungdom(?!lig)|tonår|tonåring|teen(?:s|ager)|youth|youngster|konfirmand|ferie(?:jobb|arb|prakt)",
    "stage_young": r"unga(?:s)?$",
    "stage_old": r"pensionär|senior(?!konsult|ekonom)|äldreboend|äldreomsorg|trygghetsboend|(?:mor|far)föräld|hemtjänst"
    r"|daglediga|åldring|elderly|retire",
    "retirees": r"pensionär|pensionerad|daglediga|retire",
    "child": r"barn(?!morsk|bidr|vräk|rätts|omsorg|hälsov|avård|skötar|vakt|bok)(?:en|s|ens|a|grupp|kör)?$|barnkonv"
    r"|children|kids|skolbarn|fritidshem|fritids(?:barn)?$|familjeklass",
    "older": r"äldre(?:$|s$)|gamla$",
    "parents": r"föräld|vårdnadshavar|(?:små)?barnsförä|parent",
    "families": r"(?:barn|små|stor)?familj(?!ecentral|ebehand|epedag|ehem|eomsorg|erådg)|famil(?:y|ies)",
    "mothers": r"mamm(?:a|or|an|ors|orna)|mödra(?!vård)|mödrar|mother|mum",
    "fathers": r"papp(?:a|or|an|ors|orna)(?!rs)|fäder|far-? ?och|father|dad(?:s|dies)$",
    "new_parents": r"förstagångsföräld|spädbarnsföräld|föräldraledig|föräldragrupp|nyblivna|bebis|blivande",
    "single_parents": r"ensamstående|ensamföräld|ensamma?mamm",
    "women": r"kvinn|damer(?:na)?$|women|woman",
    "men": r"(?:män(?:nen|s)?|manliga|karlar|gubbar|herrar(?:na)?)$|mans(?:grupp|jour|mottag)",
    "girls": r"tjej|flick|girl",
    "boys": r"kill|pojk|grabb|boys?$",
    "newly_arrived": r"nyanländ|nyinvandrad|utrikes|utlandsfödd|utländsk|invandrar|etablering|asylsökand|flykting"
    r"|migrant|immigrant|refugee|newcomer|ensamkommand",
    "refugees": r"flykting|asylsökand|ensamkommand|refugee|kvotflykt|skyddsbehöv",
    "ukrainian": r"ukrain",
    "somali_speakers": r"somali",
    "arabic_speakers": r"arabi|syrisk|syrier",
    "tigrinya_speakers": r"tigrin|eritre",
    "dari_speakers": r"dari$|afghan|persisk|farsi",
    "finnish_speakers": r"finsk|sverigefin",
    "roma": r"romer(?:na)?$|romsk|romani",
    "students_sfi": r"sfi(?:-|$)|sfi(?:elev|stud)",
    "jobseekers": r"arbetssök|arbetslös|jobbsök|långtidsarbets|jobbcent|jobseek|unemployed|arbetsmarknadsinsats"
    r"|försörjningsst",
    "long_term_unemployed": r"långtidsarbets",
    "students": r"student|studeran|komvux|högskolestud|akademiker(?:utb)?stud",
    "tenants": r"hyresgäst|hyresrätt|trapphus|tenant|bostadsbolagets$|portvis",
    "residents": r"boende(?:$|s$|råd|dial|inflyt)|invånar|grannar|grannsam|boråsar|stadsdelsbo|bybor|ortsbor"
    r"|\w{3,}byborna?s?$|medborgardial|resident|neighbo|villaägar",
    "disability": r"funktions(?:ned|hind|var|rätt)|lss|rörelsehind|särskol|anpassad(?:e)?$|parasport|synskad|"
    r"hörselsk|autis|disab|funkis|synnedsät|hörselned|personlig-ass",
    "npf": r"npf|autis|adhd|neuropsyk|asperger",
    "deaf": r"döva?$|dövblind|teckenspråk|hörselsk|hörselned|deaf|hörselslinga",
    "blind": r"synskad|synnedsät|blinda$",
    "wheelchair": r"rullstol|rörelsehind|rullatorbur|wheelchair",
    "intellectual": r"utvecklingsstör|särskol|särvux|intellektuell$",
    "dementia": r"demens|minnessjuk|alzheimer",
    "carers": r"anhörig|närståend|carers?$",
    "shift_workers": r"skiftarbet|skiftgång|skiftlag|nattskift|obekväm|kvällsskift|dagskift",
    "homeless": r"hemlös|bostadslös|härbärg|akutboend|vräkt|homeless",
    "addicts": r"missbruk|beroende(?:$|vård|prob|sjuk)|drogfri|nykter|spelberoend|spelfri|alkoholist",
    "prisoners": r"frigiv|kriminalvård|häktad|avhopp|dömda?$",
    "violence_victims": r"våldsutsatt|kvinnojour|brottsutsatt|hedersutsatt",
    "lgbtq": r"hbtq|regnbåg|trans(?:person|kill|tjej)|queer",
    "bereaved": r"sorgegrupp|efterlevand|änk(?:a|or|ling|lingar)$",
    "lonely": r"ensamhet|ensamma$",
    "single_households": r"ensambo",
    "business_owners": r"företagar|egenföretag|småföretag|butiksägar|handlar(?:e|na)$|näringsidk|köpmän|entreprenör"
    r"|krögare?|entrepreneur|företagsamma",
    "youth_neet": r"uvas|kaa$|kaa-",
    "volunteers": r"volontär|frivillig(?!cent)|ideella$|volunteer",
    "dropouts": r"hemmasittar|skolfrånvaro|skolk|närvaroteam|frånvaroteam",
}

STEMS = tuple((code, re.compile(pattern)) for code, pattern in _WORDS.items())
"""The codes of groups, each with what its words begin with."""

_FOR = (
    r"\b(?:för|till|av|våra|alla|utbildar|utbildas|erbjuder|anställda|riktar sig mot)\s(?:\w+\s)?"
)
_SAID: tuple[tuple[str, str], ...] = (
    ("stage_adult", r"\bunga vuxna\b|\byoung adults\b"),
    (
        "new_parents",
        r"\bnyblivna (?:för|mamm|papp)|\bförsta(?:gångs)? barn|\bväntar barn|\bblivande f",
    ),
    ("parents", r"\bdina barn\b|\bsina barn\b"),
    ("child", r"\bbarn och (?:unga|ungdom)|\bfolkskol"),
    (
        "stage_teens_1",
        r"\b(?:barn och|barn &) unga\b|\bunga (?!vuxna)(?:tjejer|killar|män|människor|led)",
    ),
    ("long_term_unemployed", r"\blångt från arbets|\bstår långt"),
    ("youth_neet", r"\bvarken (?:arbet|jobb|stud)|\bsaknar sysselsättning|\bjobbar eller pluggar"),
    ("students_sfi", r"\bläs\w+ sfi\b|\bsvenska för invandrare"),
    ("npf", r"\bneuropsykiatri"),
    ("intellectual", r"\bintellektuell funktions|\banpassad(?:e)? (?:grund|gymn)\w*skol"),
    (
        "newly_arrived",
        r"\bny(?:a|tt)? i sverige\b|\butländsk bakgrund|\bkort tid i sverige|\bnew (?:in|to) (?:sweden|town)",
    ),
    ("teachers", _FOR + r"(?:lärar|pedagoger|rektorer|skolpersonal)"),
    ("preschool_staff", _FOR + r"(?:förskollärar|förskolepersonal|barnskötar|förskolans personal)"),
    (
        "care_staff",
        _FOR + r"(?:undersköters|vårdpersonal|omsorgspersonal|hemtjänstpersonal|vårdbiträd)",
    ),
    (
        "professionals",
        _FOR
        + r"(?:personal|medarbetar|yrkesverksam|chefer|handläggar|anställda|ledare\b|bovärdar|tränare)",
    ),
    ("employers", _FOR + r"(?:arbetsgivare|företag\b|företagen|rekryterande)"),
    ("tenants", r"\bsom hyr\b|\bhyr av\b|\bhyr(?:a|er) (?:lägenhet|bostad)|\bandra ?hand"),
    (
        "residents",
        r"\b(?:alla|de|ni|du|dig) som bor\b|\bför alla\b|\bpå gården\b.{0,20}grann|\balla är välkomna",
    ),
    ("older", r"\b(?:mor|far)mor och (?:mor|far)far\b"),
    ("families", r"\b(?:hela|med) familj|\bbarn och (?:föräldrar|vuxna)\b"),
    ("homeless", r"\blev(?:t|er) på gatan|\butan bostad|\bsaknar bostad|\btak över huvudet"),
    ("lonely", r"\bofrivillig(?:t)? ensam"),
    ("shift_workers", r"\bjobbar (?:natt|kväll|skift)|\barbetar (?:natt|kväll|skift)"),
)
PHRASES = re.compile(
    r"\b(?:" + "|".join(f"(?P<{code}_{n}>{said})" for n, (code, said) in enumerate(_SAID)) + ")"
)
"""What takes several words to say; the name of the group is the code, a number after it."""
