/*
 * Words too common to tell a story by, folded, a list a language: function
 * words, and those that newspapers put on everything. CJK lists hold pairs of
 * characters. Each list is sorted (byte order), so that it is easily read.
 */
#include "judge/words.h"

#include <string.h>

#include "judge/wordtable.h"

static const char *const en[] = {"a", "about", "above", "after", "again",
    "against", "ago", "all", "almost", "along", "already", "also", "although",
    "always", "am", "among", "an", "and", "another", "any", "are", "aren",
    "around", "as", "at", "away", "b", "back", "be", "became", "because",
    "become", "been", "before", "behind", "being", "below", "best", "better",
    "between", "both", "but", "by", "c", "can", "cannot", "could", "couldn",
    "d", "day", "days", "de", "did", "didn", "do", "does", "doesn", "doing",
    "don", "done", "down", "during", "e", "each", "early", "either", "else",
    "end", "enough", "even", "ever", "every", "f", "far", "few", "first",
    "five", "for", "four", "from", "full", "further", "g", "get", "gets",
    "getting", "give", "given", "go", "goes", "going", "gone", "good", "got",
    "great", "h", "had", "has", "hasn", "have", "having", "he", "her", "here",
    "hers", "herself", "him", "himself", "his", "how", "however", "i", "if",
    "in", "inside", "instead", "into", "is", "isn", "it", "its", "itself", "j",
    "just", "k", "keep", "know", "known", "l", "last", "late", "later", "least",
    "less", "let", "like", "likely", "ll", "long", "look", "looks", "lot", "m",
    "made", "make", "makes", "making", "many", "may", "maybe", "me", "might",
    "mine", "more", "most", "much", "must", "my", "myself", "n", "near", "need",
    "needs", "never", "new", "news", "next", "no", "nor", "not", "nothing",
    "now", "o", "of", "off", "often", "old", "on", "once", "one", "only",
    "onto", "or", "other", "others", "our", "ours", "out", "over", "own", "p",
    "part", "past", "per", "put", "q", "quite", "r", "rather", "re", "really",
    "right", "s", "said", "same", "saw", "say", "saying", "says", "see", "seen",
    "set", "several", "shall", "she", "should", "shouldn", "show", "shows",
    "since", "six", "so", "some", "someone", "something", "soon", "still",
    "such", "t", "take", "taken", "takes", "taking", "ten", "th", "than",
    "that", "the", "their", "theirs", "them", "themselves", "then", "there",
    "these", "they", "thing", "things", "think", "this", "those", "though",
    "three", "through", "thus", "time", "to", "today", "together", "too",
    "took", "top", "toward", "two", "u", "under", "until", "up", "upon", "us",
    "use", "used", "uses", "using", "v", "ve", "very", "via", "w", "want",
    "wants", "was", "wasn", "way", "we", "week", "weeks", "well", "went",
    "were", "weren", "what", "when", "where", "whether", "which", "while",
    "who", "whole", "whom", "whose", "why", "will", "with", "within", "without",
    "won", "would", "wouldn", "x", "y", "year", "years", "yes", "yesterday",
    "yet", "you", "your", "yours", "z"};

static const char *const de[] = {"ab", "aber", "alle", "allem", "allen",
    "aller", "alles", "als", "also", "am", "an", "andere", "anderen", "anderer",
    "anderes", "ans", "auch", "auf", "aus", "bald", "bei", "beim", "bereits",
    "bin", "bis", "bisher", "da", "dabei", "dafur", "dafür", "daher", "damit",
    "danach", "dann", "daran", "darauf", "daraus", "darf", "darin", "darüber",
    "das", "dass", "davon", "dazu", "dein", "dem", "den", "denen", "denn",
    "dennoch", "der", "deren", "des", "deshalb", "dessen", "die", "dies",
    "diese", "diesem", "diesen", "dieser", "dieses", "doch", "dort", "drei",
    "du", "durch", "eher", "ein", "eine", "einem", "einen", "einer", "eines",
    "einige", "einmal", "er", "erst", "erste", "ersten", "erstmals", "es",
    "etwa", "etwas", "euch", "für", "gab", "ganz", "gar", "gegen", "geht",
    "gerade", "gibt", "ging", "gut", "habe", "haben", "hat", "hatte", "hatten",
    "her", "heute", "hier", "hin", "hinter", "hätte", "ich", "ihm", "ihn",
    "ihnen", "ihr", "ihre", "ihrem", "ihren", "ihrer", "im", "immer", "in",
    "ins", "ist", "ja", "jahr", "jahre", "jahren", "jede", "jedem", "jeden",
    "jeder", "jedes", "jedoch", "jetzt", "kann", "kein", "keine", "keinen",
    "keiner", "kommt", "können", "könnte", "könnten", "lassen", "laut",
    "machen", "macht", "man", "mehr", "mehrere", "mehreren", "mein", "meine",
    "mit", "muss", "mussen", "müssen", "nach", "nachdem", "neben", "nein",
    "neu", "neue", "neuem", "neuen", "neuer", "neues", "nicht", "nichts", "nie",
    "noch", "nun", "nur", "ob", "oder", "ohne", "pro", "schon", "sehr", "sein",
    "seine", "seinem", "seinen", "seiner", "seit", "seite", "selbst", "sich",
    "sie", "siehe", "sind", "so", "sogar", "soll", "sollen", "sollte",
    "sollten", "somit", "sondern", "sonst", "soweit", "sowie", "später",
    "statt", "tag", "tage", "tagen", "trotz", "tun", "um", "und", "uns",
    "unser", "unsere", "unter", "viel", "viele", "vielen", "vier", "vom", "von",
    "vor", "vorher", "wann", "war", "waren", "warum", "was", "weg", "wegen",
    "weil", "weiter", "weitere", "weiteren", "welche", "welchem", "welchen",
    "welcher", "wem", "wen", "wenig", "wenn", "wer", "werden", "wie", "wieder",
    "will", "wir", "wird", "wo", "woche", "wochen", "wohl", "wollen", "worden",
    "wurde", "wurden", "würde", "würden", "zu", "zum", "zur", "zwar", "zwei",
    "zwischen", "über"};

static const char *const es[] = {"a", "ahora", "al", "algo", "alguna",
    "algunas", "alguno", "algunos", "algún", "allí", "ambos", "ante", "antes",
    "aquel", "aquella", "aquí", "así", "aun", "aunque", "aún", "bajo", "bien",
    "cada", "casi", "como", "con", "contra", "cosa", "cosas", "cual", "cuales",
    "cualquier", "cuando", "cuanto", "cuál", "cómo", "da", "dar", "de", "debe",
    "deben", "decir", "dejar", "del", "desde", "después", "dia", "dias", "dice",
    "dicho", "dijo", "donde", "dos", "durante", "día", "días", "e", "el",
    "ella", "ellas", "ellos", "en", "entonces", "entre", "era", "eran", "eres",
    "es", "esa", "esas", "ese", "eso", "esos", "esta", "estaba", "estado",
    "estamos", "estan", "estar", "estará", "estas", "este", "esto", "estos",
    "está", "están", "fin", "forma", "fue", "fueron", "gran", "grandes", "ha",
    "haber", "había", "habían", "hace", "hacer", "hacia", "han", "hasta", "hay",
    "hecho", "hemos", "hizo", "hoy", "igual", "incluso", "ir", "junto", "la",
    "las", "le", "les", "lo", "los", "luego", "lugar", "mas", "mayor", "me",
    "mejor", "menos", "mes", "meses", "mi", "mientras", "mis", "misma",
    "mismas", "mismo", "mismos", "momento", "mucha", "muchas", "mucho",
    "muchos", "muy", "más", "mí", "nada", "ni", "ninguna", "ninguno", "ningún",
    "no", "nos", "nosotros", "nuestra", "nuestro", "nuestros", "nueva",
    "nuevas", "nuevo", "nuevos", "nunca", "o", "otra", "otras", "otro", "otros",
    "para", "parece", "parte", "pero", "poco", "podrá", "podría", "podrían",
    "por", "porque", "primer", "primera", "primero", "pronto", "pueda", "puede",
    "pueden", "pues", "que", "quien", "quienes", "quiere", "quizá", "qué", "se",
    "sea", "sean", "según", "ser", "será", "serán", "sería", "si", "sido",
    "siempre", "siendo", "sigue", "sin", "sino", "sobre", "solo", "son", "su",
    "sus", "sí", "sólo", "tal", "también", "tampoco", "tan", "tanto", "tendrá",
    "tener", "tenía", "tiempo", "tiene", "tienen", "toda", "todas", "todavía",
    "todo", "todos", "tras", "tres", "tu", "tus", "un", "una", "unas", "uno",
    "unos", "va", "vamos", "van", "veces", "ver", "vez", "y", "ya", "yo", "él"};

static const char *const fr[] = {"a", "afin", "ai", "ainsi", "alors", "an",
    "ans", "apres", "après", "au", "aucun", "aucune", "aujourd", "aussi",
    "autre", "autres", "aux", "avaient", "avait", "avant", "avec", "avoir",
    "avons", "bien", "bon", "c", "car", "ce", "ceci", "cela", "celle", "celles",
    "celui", "ces", "cet", "cette", "ceux", "chaque", "chez", "ci", "comme",
    "comment", "contre", "d", "dans", "de", "debout", "dehors", "deja",
    "depuis", "des", "deux", "devant", "devrait", "dit", "doit", "dont", "du",
    "duquel", "durant", "déjà", "elle", "elles", "en", "encore", "entre", "est",
    "et", "etait", "etc", "etre", "eu", "eux", "faire", "fait", "faut", "fin",
    "fois", "font", "hors", "hui", "ici", "il", "ils", "j", "jamais", "je",
    "jour", "jours", "jusqu", "jusque", "l", "la", "le", "les", "leur", "leurs",
    "lors", "lorsque", "lui", "là", "m", "ma", "mais", "mal", "me", "mes",
    "mieux", "moins", "mois", "mon", "même", "mêmes", "n", "ne", "ni", "non",
    "nos", "notre", "nous", "nouveau", "nouveaux", "nouvel", "nouvelle",
    "nouvelles", "on", "ont", "ou", "où", "par", "parce", "parmi", "pas",
    "pendant", "peu", "peut", "peuvent", "plus", "plusieurs", "point", "pour",
    "pourquoi", "pourrait", "premier", "première", "pres", "presque", "près",
    "qu", "quand", "que", "quel", "quelle", "quelles", "quelque", "quelques",
    "quels", "qui", "quoi", "s", "sa", "sans", "se", "selon", "sera", "serait",
    "ses", "seulement", "si", "sien", "soit", "son", "sont", "sous", "souvent",
    "suis", "sur", "t", "ta", "tandis", "tant", "te", "tel", "telle", "telles",
    "tels", "tes", "toi", "ton", "toujours", "tous", "tout", "toute", "toutes",
    "tres", "trois", "trop", "très", "tu", "un", "une", "va", "vers", "veut",
    "voici", "voilà", "vos", "votre", "vous", "vu", "y", "à", "ça", "étaient",
    "était", "été", "être"};

static const char *const it[] = {"a", "abbiamo", "ad", "adesso", "agli", "ai",
    "al", "alcuna", "alcune", "alcuni", "alcuno", "alla", "alle", "allo",
    "allora", "altra", "altre", "altri", "altro", "anche", "ancora", "anni",
    "anno", "avanti", "avere", "aveva", "avevano", "bene", "c", "che", "chi",
    "ci", "cioè", "circa", "come", "con", "contro", "cosa", "così", "cui", "d",
    "da", "dagli", "dai", "dal", "dalla", "dalle", "dallo", "degli", "dei",
    "del", "dell", "della", "delle", "dello", "dentro", "deve", "di", "dice",
    "dietro", "disse", "dopo", "dove", "due", "dunque", "durante", "e", "ecco",
    "ed", "era", "erano", "essa", "esse", "essere", "essi", "esso", "fa",
    "fanno", "far", "fare", "fatto", "fin", "fino", "fra", "fu", "furono",
    "già", "gli", "ha", "hai", "hanno", "ho", "i", "ieri", "il", "in",
    "infatti", "insieme", "invece", "io", "l", "la", "lavoro", "le", "lei",
    "li", "lo", "loro", "lui", "là", "ma", "mai", "meno", "mentre", "mi", "mia",
    "mio", "modo", "molta", "molte", "molti", "molto", "ne", "negli", "nei",
    "nel", "nell", "nella", "nelle", "nello", "nessun", "nessuna", "noi", "non",
    "nostra", "nostro", "nulla", "nuova", "nuove", "nuovi", "nuovo", "né", "o",
    "od", "oggi", "ogni", "ognuno", "oltre", "oppure", "ora", "ore", "per",
    "perché", "perciò", "però", "più", "poco", "poi", "possono", "prima",
    "primo", "proprio", "può", "qua", "qualche", "quale", "quali", "quando",
    "quanto", "quasi", "quella", "quelle", "quelli", "quello", "questa",
    "queste", "questi", "questo", "qui", "quindi", "sarebbe", "sarà", "se",
    "secondo", "sei", "sembra", "sempre", "senza", "si", "sia", "siamo",
    "siano", "solo", "sono", "sopra", "soprattutto", "sotto", "sta", "stata",
    "state", "stati", "stato", "stesso", "su", "sua", "subito", "sue", "sugli",
    "sui", "sul", "sull", "sulla", "sulle", "suo", "suoi", "ti", "tra", "tre",
    "troppo", "tu", "tuo", "tutta", "tutte", "tutti", "tutto", "un", "una",
    "uno", "va", "verso", "vi", "via", "voi", "volta", "volte", "è"};

static const char *const nl[] = {"aan", "achter", "af", "al", "alle", "alleen",
    "alles", "als", "altijd", "ander", "andere", "anders", "ben", "bij",
    "binnen", "boven", "daar", "daarna", "dag", "dagen", "dan", "dat", "de",
    "deze", "die", "dient", "dit", "doen", "door", "drie", "dus", "een", "eens",
    "eerste", "eigen", "elk", "en", "enkele", "er", "erg", "ergens", "ervan",
    "gaan", "gaat", "geen", "geweest", "gezegd", "ging", "haar", "had",
    "hadden", "heb", "hebben", "heeft", "hem", "hen", "het", "hier", "hij",
    "hoe", "hun", "ieder", "iedereen", "iemand", "iets", "ik", "in", "is", "ja",
    "jaar", "jaren", "je", "jij", "jou", "jouw", "jullie", "kan", "keer",
    "komen", "komt", "kon", "konden", "kunnen", "laat", "laatste", "maakt",
    "maand", "maar", "maken", "me", "meer", "meest", "men", "met", "mij",
    "mijn", "misschien", "moet", "moeten", "mogen", "na", "naar", "naast",
    "niemand", "niet", "niets", "nieuw", "nieuwe", "nog", "nooit", "nu", "of",
    "om", "omdat", "onder", "ons", "onze", "ook", "op", "over", "pas", "per",
    "reeds", "samen", "sinds", "steeds", "te", "tegen", "terwijl", "tijd",
    "tijdens", "toch", "toe", "toen", "tot", "tussen", "twee", "u", "uit",
    "uur", "vaak", "van", "vanaf", "vandaag", "vanuit", "veel", "verder",
    "vier", "volgens", "voor", "vooral", "voordat", "vorige", "waar", "waarin",
    "waarom", "wanneer", "want", "waren", "was", "wat", "we", "week", "weer",
    "weg", "weken", "wel", "welke", "werd", "werden", "wie", "wij", "wil",
    "willen", "worden", "wordt", "zal", "ze", "zeer", "zei", "zelf", "zich",
    "zij", "zijn", "zo", "zoals", "zonder", "zou", "zouden", "zullen"};

static const char *const pt[] = {"a", "agora", "ainda", "algo", "algum",
    "alguma", "algumas", "alguns", "além", "ano", "anos", "antes", "ao", "aos",
    "apenas", "após", "aquela", "aquele", "aqui", "as", "assim", "até", "bem",
    "cada", "coisa", "com", "como", "contra", "contudo", "da", "dar", "das",
    "de", "dela", "dele", "deles", "depois", "desde", "dessa", "desse", "desta",
    "deste", "deve", "devem", "dia", "dias", "disse", "diz", "do", "dois",
    "dos", "duas", "durante", "e", "ela", "elas", "ele", "eles", "em", "embora",
    "enquanto", "entre", "era", "eram", "essa", "essas", "esse", "esses",
    "esta", "estamos", "estar", "estas", "estava", "estavam", "este", "estes",
    "está", "estão", "eu", "faz", "fazer", "feito", "fez", "fim", "foi", "for",
    "foram", "forma", "grande", "hoje", "há", "isso", "isto", "já", "lhe",
    "lhes", "lo", "logo", "lá", "maior", "mais", "mas", "me", "meio", "melhor",
    "menos", "mesma", "mesmo", "meu", "mil", "minha", "muita", "muitas",
    "muito", "muitos", "na", "nada", "nas", "nem", "nenhum", "nesta", "neste",
    "no", "nos", "nossa", "nosso", "nova", "novas", "novo", "novos", "num",
    "numa", "nunca", "não", "nós", "o", "onde", "ontem", "os", "ou", "outra",
    "outras", "outro", "outros", "para", "parte", "pela", "pelas", "pelo",
    "pelos", "pode", "podem", "poderia", "poderá", "pois", "por", "porque",
    "pouco", "primeira", "primeiro", "pro", "quais", "qual", "qualquer",
    "quando", "quanto", "quase", "que", "quem", "quer", "se", "segundo", "seja",
    "sem", "sempre", "sendo", "ser", "seria", "será", "seu", "seus", "sido",
    "sim", "sobre", "sua", "suas", "são", "só", "tal", "também", "tanta",
    "tanto", "tem", "tempo", "tenha", "ter", "terá", "tinha", "toda", "todas",
    "todo", "todos", "três", "tudo", "tão", "têm", "um", "uma", "umas", "uns",
    "vai", "vamos", "vem", "vez", "vezes", "você", "vários", "vão", "à", "às",
    "é"};

static const char *const ru[] = {"без", "более", "больше", "был", "была",
    "были", "было", "быть", "вам", "вас", "весь", "во", "вот", "все", "всего",
    "всех", "вы", "где", "да", "даже", "два", "для", "до", "его", "ее", "ей",
    "если", "есть", "еще", "ещё", "же", "за", "здесь", "из", "или", "им", "их",
    "как", "какой", "когда", "которая", "которые", "который", "кто", "лет",
    "ли", "либо", "лишь", "между", "меня", "мне", "может", "можно", "мой", "мы",
    "на", "над", "надо", "наш", "не", "него", "нее", "нет", "ни", "них", "но",
    "новая", "новые", "новый", "ну", "об", "один", "однако", "он", "она", "они",
    "оно", "от", "очень", "по", "под", "после", "потому", "почти", "при", "про",
    "раз", "с", "сам", "свой", "себя", "сегодня", "сейчас", "со", "так",
    "также", "такой", "там", "тем", "то", "того", "тоже", "только", "том",
    "тот", "три", "тут", "ты", "у", "уже", "хотя", "чего", "чем", "через",
    "что", "чтобы", "эта", "эти", "это", "этого", "этом", "этот", "я"};

static const char *const zh[] = {"一个", "一些", "一样", "一次", "一种", "上的",
    "下的", "不是", "不过", "与此", "两个", "个月", "中的", "为了", "也是",
    "了一", "人们", "什么", "今天", "今年", "他们", "以及", "以来", "任何",
    "会在", "但是", "例如", "便是", "僅僅", "全新", "其中", "其他", "再次",
    "分别", "到了", "包括", "及其", "只是", "可以", "可能", "各种", "同时",
    "后的", "向的", "和其", "哪些", "因为", "因此", "在一", "在此", "多个",
    "她们", "如何", "如果", "它们", "宣布", "将于", "将会", "将在", "就是",
    "已经", "并且", "开始", "当时", "很多", "得到", "怎么", "我们", "所以",
    "所有", "据悉", "方面", "时候", "时间", "昨日", "是一", "显示", "更多",
    "曾经", "最近", "有些", "有关", "本次", "来自", "此前", "此外", "此次",
    "每个", "没有", "消息", "然后", "然而", "现在", "由于", "目前", "相关",
    "看到", "知道", "称为", "第一", "等等", "自己", "至少", "虽然", "被曝",
    "认为", "许多", "该公", "说道", "这个", "这些", "这是", "这样", "这种",
    "进行", "通过", "那么", "都是", "重要", "随后", "需要", "非常"};

static const char *const ja[] = {"あり", "ある", "いう", "いた", "いて", "いま",
    "いる", "から", "がある", "こと", "この", "これ", "され", "した", "して",
    "しな", "すで", "する", "その", "それ", "たい", "ため", "って", "てい",
    "てき", "でき", "です", "では", "とい", "とし", "とな", "との", "なっ",
    "など", "なる", "にし", "につ", "にな", "には", "ので", "のは", "べき",
    "まし", "ます", "また", "もの", "やす", "よう", "より", "られ", "れた",
    "れる", "を発", "んで"};

struct stop_list {
	const char *lang;
	const char *const *words;
	size_t count;
};

#define LIST(lang) \
	{ \
#lang, lang, sizeof(lang) / sizeof((lang)[0]) \
	}

static const struct stop_list lists[] = {LIST(en), LIST(de), LIST(es), LIST(fr),
    LIST(it), LIST(nl), LIST(pt), LIST(ru), LIST(zh), LIST(ja)};

#define LIST_COUNT   (sizeof(lists) / sizeof(lists[0]))
#define DETECT_BYTES 2000

/* Every listed word once: its value has a bit for each list it is in. */
static const struct wordtable *all_words(void)
{
	static struct wordtable table;

	if (table.used)
		return &table;
	for (size_t i = 0; i < LIST_COUNT; i++)
		for (size_t j = 0; j < lists[i].count; j++)
			*wordtable_put(&table, lists[i].words[j],
			    strlen(lists[i].words[j])) |= 1u << i;
	return &table;
}

unsigned stop_list(const char *lang)
{
	for (size_t i = 0; i < LIST_COUNT; i++)
		if (strcmp(lists[i].lang, lang) == 0)
			return 1u << i;
	return 0;
}

bool stop_word(unsigned list, const char *word, size_t n, uint32_t hash)
{
	return (wordtable_get(all_words(), word, n, hash) & list) != 0;
}

const char *stop_language(const struct prose *p)
{
	const struct wordtable *all = all_words();
	size_t count = prose_words_within(p, DETECT_BYTES), best = 0;
	unsigned hits[LIST_COUNT] = {0};

	for (size_t i = 0; i < count; i++) {
		const struct token *t = &p->words[i];
		const char *word = p->folded + t->start;
		size_t n = t->end - t->start;
		unsigned in = wordtable_get(all, word, n, p->hashes[i]);

		if (in && memcmp(p->text + p->map[t->start], word, n) == 0)
			for (size_t k = 0; k < LIST_COUNT; k++)
				hits[k] += in >> k & 1;
	}
	for (size_t i = 1; i < LIST_COUNT; i++)
		if (hits[i] > hits[best])
			best = i;
	return hits[best] ? lists[best].lang : NULL;
}
