"""Words by which outlets and agencies are known, and with which they pass on what others say."""

from service.core.lexicon import words

# "X quoted Y as saying": who is quoted is the object, X reports it.
RELAY_FORMS = words("quoted quotes quoting cited cites citing")

# Verbs with which an outlet or agency passes on what another said.
REPORT_FORMS = words("""
    reported reports report reporting said says wrote writes quoted cited according revealed
    announced""")

# Words of outlets' and agencies' names, and names that have none of them.
# Listed by hand: national news agencies, large broadcasters and papers.
OUTLET_WORDS = words("""
    agency broadcasting broadcaster channel chronicle courier daily dispatch gazette globe herald
    inquirer journal magazine media network news newspaper newswire observer post press radio
    review standard star television telegraph times today tribune tv weekly novosti""")
# What an outlet is called before or instead of its name.
OUTLET_KINDS = words("agency broadcaster channel magazine newspaper newswire outlet paper tabloid")
OUTLET_NAMES = words("""
    reuters ap afp apa dpa efe ansa tass ria interfax xinhua bloomberg politico axios buzzfeed
    cnn bbc nbc abc cbs msnbc npr pbs fox sky itv espn rt guardian independent economist kyodo
    yonhap anadolu pti ians lusa belga cnbc huffpost vox slate propublica medialens jazeera arabiya
    monde figaro spiegel bild zeit zeitung corriere repubblica país mundo cbc ctv rte rté nhk nos
    kommersant vedomosti izvestia meduza ukrinform unian variety wired forbes fortune newsweek
    haaretz nikkei""")
# Kinds that are an outlet only with the word before them: "space agency", "police station".
AMBIGUOUS_KINDS = words("agency station channel site service portal")
QUALIFYING = words("news press wire radio tv television broadcasting telegraph")
PLAIN_KINDS = (OUTLET_KINDS | words("daily weekly website broadsheet")) - AMBIGUOUS_KINDS
