"""First names that tell a person's gender, to keep "she" from a James.

Listed by hand: frequent English, European, Arabic and Russian first names, those given to both
sexes left out. A name that is not here decides nothing.
"""

from service.core.lexicon import words

MASCULINE_NAMES = words("""
    james robert john michael david william richard joseph thomas christopher charles daniel
    matthew anthony mark donald steven andrew paul joshua kenneth kevin brian timothy ronald george
    jason edward jeffrey ryan jacob nicholas gary eric jonathan stephen larry justin scott brandon
    benjamin samuel gregory alexander patrick frank raymond jack dennis jerry tyler aaron jose adam
    nathan henry zachary douglas peter kyle noah ethan jeremy christian walter keith austin roger
    sean gerald carl harold jesse bryan lawrence arthur gabriel bruce billy joe alan juan elijah
    albert wayne randy mason vincent liam roy bobby caleb bradley russell lucas bill bob jim mike
    tom tim tony steve dan ted ben barack bernie harry philip simon ian neil graham nigel colin
    vladimir sergei sergey dmitry dmitri ivan mikhail nikolai igor oleg yuri gennady boris ahmed
    mohammed muhammad mohamed ali hassan hussein omar ibrahim khalid abdullah pierre jacques
    françois emmanuel luis carlos jorge miguel pedro pablo javier francisco antonio giuseppe marco
    paolo hans klaus wolfgang jürgen stefan olaf lars erik bjorn johan jan piotr recep
    andreas bernard cesar diego enrique fernando giorgos hugo igor jonas kofi leon marcel matteo
    mehmet miroslav nils otto rafael ricardo sebastian theo thomas viktor victor yusuf""")
FEMININE_NAMES = words("""
    mary patricia jennifer linda elizabeth barbara susan jessica karen sarah lisa nancy sandra
    betty ashley emily kimberly margaret donna michelle carol amanda melissa deborah stephanie
    rebecca sharon laura cynthia dorothy amy kathleen angela shirley emma brenda pamela nicole anna
    samantha katherine christine debra rachel carolyn janet maria olivia heather helen catherine
    diane julie victoria joyce lauren christina ruth joan virginia judith evelyn hannah andrea
    megan cheryl jacqueline teresa abigail sophia martha sara gloria janice kathryn ann isabella
    judy charlotte julia grace amber alice denise frances danielle marilyn natalie beverly diana
    brittany theresa kayla doris lori tiffany hillary ivanka melania theresa nicola jacinda ursula
    olga natalia svetlana ekaterina irina tatiana elena yulia fatima aisha leila mariam carmen lucia
    ana isabel sofia giulia chiara francesca claire sophie camille ingrid astrid greta anne jane
    kate katie liz sue jill kellyanne condoleezza
    karin marta magda ines lena edith ina eva agnes beatrice eleanor florence georgia
    harriet helena ida irene lucy monica nadia nina paula petra rosa silvia sonia stella vera""")
