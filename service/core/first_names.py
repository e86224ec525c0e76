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

# Those of the 1990 census of the United States (public domain) that are given to one sex twenty
# times as often as to the other; without the rarest. They tell the gender and nothing else, as
# many are surnames, places and words too.
CENSUS_MASCULINE_NAMES = words("""
    abdul abe abel abraham abram adalberto adan adolfo adolph agustin ahmad al alberto alden
    aldo alec alejandro alex alfonso alfonzo alfred alfredo allan allen alonso alonzo alphonse
    alphonso alton alvaro alvin amado ambrose amos anderson andre andres andy anibal antione
    antoine anton antone antony antwan archie arden arlen arlie armand armando arnold arnoldo
    arnulfo aron arron art arturo asa august augustus aurelio barney barrett barry bart barton
    basil beau benedict benito bennett benny benton bernardo bert bertram blaine blake bo booker
    boyce boyd brad bradford bradly brady brain branden brant brendan brendon brent brenton bret
    brett brice brock broderick brooks bruno bryant bryce bryon buck bud buddy buford burl burt
    burton buster byron calvin carlo carlton carmelo carmine carson carter cedric cedrick chad
    chadwick chance charley chas chase chauncey chester chet christoper chuck clarence clark
    claud claude claudio clay clayton clement clemente cletus cleveland cliff clifford clifton
    clint clinton clyde cody cole coleman collin colton columbus conrad cordell cornelius
    cornell cortez coy craig cristobal cristopher curt curtis cyril cyrus dalton damian damien
    damion damon dane danial danilo danny dante darell daren darin dario darius daron darrel
    darrell darren darrick darrin darron darryl darwin daryl dave davis dean deandre deangelo
    del delbert delmar delmer demarcus denis denver derek derick derrick deshawn desmond dewayne
    dewey dewitt dexter dick dillon dino dirk domenic domingo dominic dominick don donn donnell
    donny donovan donte dorsey doug douglass doyle drew duane dudley duncan dustin dwain dwayne
    dwight dylan earl earle earnest ed eddy edgar edgardo edison edmond edmund edmundo eduardo
    edwardo edwin efrain efren elbert elden eldon eldridge eli elias eliseo elliot elliott ellis
    ellsworth elmer elmo eloy elroy elton elvin elvis elwood emanuel emerson emery emil emile
    emilio emmett emmitt emory enoch erasmo erich erick ernest ernesto ernie errol ervin erwin
    esteban eugene eugenio eusebio evan everett everette ezekiel ezequiel ezra fabian faustino
    fausto federico felipe felix felton ferdinand fermin fidel filiberto fletcher florencio
    florentino floyd forest forrest foster francesco franklin franklyn fred freddy frederic
    frederick fredric fredrick freeman fritz galen garfield garland garret garrett garry garth
    gaston gavin gaylord genaro geoffrey geraldo gerard gerardo german gil gilbert gilberto gino
    giovanni glen glenn gonzalo gordon grady graig grant granville greg gregg gregorio grover
    guillermo gus gustavo guy hai hal hank harlan harland harley harris harrison harvey hayden
    haywood heath hector herb herbert heriberto herman herschel hershel hilario hilton hipolito
    hiram hobert homer horace horacio hosea houston howard hoyt hubert huey hugh humberto hung
    hunter hyman ignacio ike irvin irving irwin isaac isaiah isaias isiah isidro ismael israel
    isreal issac jacinto jackson jake jamaal jamal jamar jamel jamison jared jarod jarred
    jarrett jarrod jarvis jasper jay jayson jc jed jeff jefferey jefferson jeffery jeffry jerald
    jeramy jere jeremiah jermaine jerold jerome jeromy jerrell jerrod jerrold jess jesus jimmy
    joaquin joel joesph johnathan johnathon johnny johnson jon jonah jonathon jordon josef josh
    josiah jospeh josue judson jules julian julio julius junior kareem karl keenan kelvin ken
    kendrick keneth kennith kenny kent kenton kermit keven kieth king kip kirk korey kory kraig
    kristofer kristopher kurt kurtis lamar lamont lance landon lanny laurence lawerence lazaro
    leandro leif leland lemuel len lenard lenny leo leonard leonardo leonel leopoldo leroy les
    lester levi lewis lincoln lino linwood lionel lloyd lon long lonny lorenzo louis lowell loyd
    luciano lucien lucio lucius luigi luke luther lyle lyman lyndon lynwood mac mack major
    malcolm malcom malik manual manuel marc marcelino marcellus marcelo marcos marcus margarito
    mariano mario markus marlon marquis marshall martin marvin mathew matt maurice mauricio
    mauro max maximo maxwell maynard mckinley mel melvin merlin mervin michale micheal mikel
    milan miles milford millard milo milton miquel mitch mitchel mitchell modesto mohammad
    moises monroe monte monty morris morton mose moses moshe murray myles myron napoleon
    nathanael nathanial nathaniel neal ned nelson nestor neville newton nick nickolas nicolas
    noble noe nolan norbert norberto norman normand norris octavio odis olen olin oliver omer
    oren orlando orval orville oscar osvaldo oswaldo otis owen palmer parker pasquale percy
    perry pete phil phillip porfirio porter preston prince quentin quincy quintin quinton
    raleigh ralph ramiro ramon randal randall randell randolph raphael rashad raul ray rayford
    raymon raymundo reed reggie reginald reid reinaldo renaldo renato reuben rex rey reyes
    reynaldo rhett rich richie rick rickey ricky rico rigoberto riley rob robby roberto robt
    rocco rocky rod roderick rodger rodney rodolfo rodrick rodrigo rogelio roland rolando rolf
    rolland roman romeo ron ronnie ronny roosevelt roscoe rosendo ross royal ruben rubin rudolf
    rudolph rueben rufus rupert russ russel rusty sal salvador salvatore sam sammy samual
    sanford santiago santo saul scot scotty sergio seth seymour shad shane sheldon shelton
    sherman sherwood shon sid silas solomon sonny spencer stan stanford stanley stanton stephan
    sterling stewart stuart sylvester tad tanner teddy teodoro terence terrance terrell terrence
    thad thaddeus theodore theron thurman timmy titus tobias tod todd tomas tommy toney travis
    trent trenton trevor trey troy truman tuan ty tyree tyrell tyron tyrone tyson ulysses
    valentin vance vaughn vern vernon vicente vince vincenzo virgil virgilio vito von wade waldo
    walker wallace wally walton ward warner warren waylon weldon wendell werner wes wesley
    weston wilber wilbert wilbur wilburn wiley wilford wilfred wilfredo will willard williams
    willian willis willy wilmer wilson wilton winford winfred winston wm woodrow wyatt xavier
    zachariah zachery zack zackary zane
""")
CENSUS_FEMININE_NAMES = words("""
    abbey abbie abby ada adaline addie adela adelaida adelaide adele adelia adelina adeline
    adell adella adelle adina adria adriana adriane adrianna adrianne adriene adrienne afton
    agatha agustina aida aileen aimee aja akiko alaina alana alanna alba alberta albertha
    albertina albertine albina alda alecia aleida alejandra alejandrina alena alene alesha
    alesia aleta aletha alethea alethia alexa alexandra alexandria alexia alfreda alia alica
    alicia alida alina aline alisa alise alisha alishia alisia alison alissa alix aliza alla
    allegra allene allie alline allison allyson alma almeda almeta alpha alta altagracia altha
    althea alvera alvina alyce alycia alyse alysha alysia alyson alyssa amada amalia amelia
    america ami amie amina ammie amparo anabel anastacia anastasia andra andree andria anette
    angele angelena angeles angelia angelic angelica angelika angelina angeline angelique
    angelita angella angie angle anglea anh anika anissa anita anitra anjanette annabel annabell
    annabelle annalee annalisa annamae annamarie anneliese annemarie annett annetta annette
    annice annie annis annmarie antionette antoinette antonette antonietta antonina anya april
    apryl araceli aracelis aracely arcelia ardell ardella ardis ardith aretha ariana ariane
    arianna arie arielle arla arleen arlena arlene arletta arlette arline armanda armida arminda
    arnetta arnita artie arvilla asha ashely ashlee ashleigh ashli ashlie ashly ashlyn ashton
    asia assunta asuncion athena audie audra audrea audrey audry augusta augustina aundrea aura
    aurea aurelia aurora autumn ava avelina avis awilda ayana ayanna ayesha azucena babara
    babette bailey bambi barb barbar barbera barbie barbra bea beatriz beckie becky belen belia
    belinda bella belle belva benita berenice bernadette bernadine berneice bernetta bernice
    berniece bernita berta bertha bertie beryl bess bessie beth bethann bethany bethel betsey
    betsy bette bettie bettina bettye beulah bev beverlee beverley bianca billye birdie birgit
    blanca blanch blanche blythe bobbi bobbye bonita bonnie bonny branda brandee brandi brandie
    brandy breanna breanne bree brenna briana brianna brianne bridget bridgett bridgette
    brigette brigid brigida brigitte brinda britany britney britni brittani brittney brittni
    bronwyn brook brooke brunilda brynn buffy caitlin caitlyn callie camelia cami camilla cammie
    candace candance candelaria candi candice candida candie candis candy candyce caprice cara
    caren cari caridad carie carin carina carisa carissa carla carleen carlene carletta carley
    carlie carline carlota carlotta carly carlyn carma carman carmel carmela carmelina carmelita
    carmella carmon carolann carole carolee carolina caroline carolyne carolynn caron carri
    carrie caryl caryn casandra casie cassandra cassidy cassie catalina catarina caterina
    catharine cathey cathi cathie cathleen cathrine cathryn cathy catina catrina cecelia cecila
    cecile cecilia cecily celena celeste celestina celestine celia celina celine chana chanda
    chandra chanel chantal chante chantel chantell chantelle charise charissa charisse charity
    charla charleen charlene charlette charline charmaine charolette chasity chastity chau chaya
    chelsea chelsey chelsie cheri cherie cherise cherish cherly cherri cherrie cherry cherryl
    cheryle cheryll cheyenne chin chiquita chloe chrissy christa christal christeen christel
    christen christena christene christi christiana christiane christie christin christy
    chrystal chun ciara cicely ciera cierra cinda cindi cindy cinthia clara clare claribel
    clarice clarine clarissa clarita claudette claudia claudine clementina clementine clemmie
    cleopatra cleora cleta clotilde coleen coletta colette colleen collen collette concepcion
    concetta conchita connie constance consuela consuelo cora coral corazon cordelia cordie
    coreen corene coretta cori corie corina corine corinna corinne corliss cornelia corrie
    corrina corrine cortney criselda crissy crista cristal cristen cristi cristie cristin
    cristina cristine cristy crystal cyndi cythia dagmar dahlia daisey daisy dalia dalila
    damaris danae danelle danette dani dania danica daniela daniele daniella danika danita danna
    dannette dannielle danuta danyelle daphine daphne dara darby darci darcie darcy daria darla
    darleen darlene darline davida davina dawn dawna dawne dayle dayna deana deandra deane deann
    deanna deanne deb debbi debbie debbra debby debi debora debrah debroah dedra deeann deena
    deidra deidre deirdre delana delena delfina delia delicia delilah delinda delisa dell della
    delma delois delora delores deloris delpha delphia delphine delta demetra demetria demetrice
    dena deneen denese denice denisha denita denna dennise desirae desire desiree dessie destiny
    detra devona devora devorah diamond dian diann dianna dianne diedra diedre digna dimple dina
    dinah dione dionna dionne dixie dollie dolly dolores doloris domenica dominga dominque
    domonique dona donetta donita donya dora dorathy dorcas doreen dorene doretha dori dorie
    dorinda dorine dorotha dorothea dorris dortha dorthea dorthy dot dottie dovie dreama drema
    drucilla drusilla dulce dung dyan earlean earleen earlene earline earnestine eartha easter
    eboni ebony echo eda edda edelmira eden edie edna edwina edythe effie eileen elaina elaine
    elana elanor elayne elba elda eldora eleanora eleanore elease eleni elenor elenora elfriede
    elia eliana elicia elida elinor elisa elisabeth elise elissa eliza elizbeth elizebeth elke
    ella ellen ellie elly ellyn elma elmira elna elnora elodia elois eloisa eloise elouise elsa
    else elsie elva elvera elvia elvie elvina elvira elyse ema emelda emelia emiko emilee emilia
    emilie emmie emmy emogene ena enedina eneida enid enola enriqueta epifania era erica ericka
    erika erin erinn erlene erlinda erline erma ermelinda erminia erna ernestina ernestine
    esmeralda esperanza essie esta estela estell estella estelle ester esther estrella ethel
    ethelene ethelyn ethyl etta eugenia eugenie eula eulalia eun eunice evalyn evangelina
    evangeline eve evelia evelin evelina eveline evelyne evette evie evon evonne exie fabiola
    fae faith fallon fannie fanny farah farrah faustina fawn fay faye fe felecia felica felice
    felicia felicita felicitas felipa felisa felisha fern fernanda ferne filomena fiona flavia
    flo flor flora florance florencia florene florentina floretta florida florinda florine
    flossie floy fonda fran france francie francina francine francisca francoise freda frederica
    fredericka fredia freeda freida frieda fumiko gabriela gabriele gabriella gabrielle gail
    garnet garnett gay gaye gayla gaylene gaynell gearldine gemma gena geneva genevieve genia
    genie gennie genoveva georgene georgetta georgette georgiana georgianna georgie georgina
    georgine geraldine geralyn gerda geri germaine gerri gertha gertie gertrud gertrude gia gigi
    gilda gillian gina ginger ginny giovanna gisela gisele giselle gladis glady gladys glenda
    glendora glenna glennie glennis glinda glory glynda golda goldie gracia gracie graciela
    gregoria gretchen gretta griselda gudrun guillermina gussie gwen gwenda gwendolyn gwenn gwyn
    ha hae hailey haley halina hallie hana hanh hanna hannelore harmony harriett harriette
    hattie haydee hayley hazel hedwig hedy hee heide heidi helene helga hellen henrietta
    henriette herlinda hermelinda hermina hermine herminia hester hettie hilaria hilary hilda
    hilde hildegard hildegarde hildred hilma hiroko hoa holley holli hollie holly honey hope
    hortencia hortense hortensia hui hulda huong hyacinth hye hyon hyun idalia idell idella
    iesha ignacia ila ilana ilda ileana ilene iliana ilona ilse iluminada ima imelda imogene in
    india indira inell inez inga inge ingeborg inger inocencia iola iona ione irena iris irish
    irma irmgard isa isabell isabelle isaura isela isidra isis iva ivana ivette ivonne ivy
    jacalyn jacinta jackeline jacki jacklyn jaclyn jacqualine jacque jacquelin jacquelyn
    jacquelyne jacquelynn jacquiline jacquline jacqulyn jada jade jadwiga jaimie jaleesa jami
    jamila jammie jana janae janay janeen janel janell janelle janene janessa janeth janett
    janetta janette janey janie janina janine janis janita jann janna jannette jannie jaqueline
    jasmin jasmine jaunita jayme jayne jazmin jazmine jeana jeane jeanene jeanetta jeanette
    jeanie jeanine jeanna jeanne jeannette jeannie jeannine jen jena jenell jenelle jenette jeni
    jenice jenifer jeniffer jenine jenise jenna jennefer jennette jenni jennie jenniffer jenny
    jeraldine jeri jerilyn jerri jerrie jesenia jesica jessenia jessi jesusa jettie jillian jin
    jina jo joana joanie joann joanna joanne jocelyn jodee jodi jodie joeann joella joelle
    joellen joetta johana johanna johnetta johnna joi jolanda joleen jolene jolie jolynn jona
    jonell jonelle joni jonna jonnie josefa josefina joselyn josephina josephine josette josie
    joslyn jovita joy joycelyn joye juana juanita judi judie julee juli juliana juliane juliann
    julianna julianne julienne juliet julieta juliette julissa june jung junita justina justine
    jutta kacey kaci kacie kacy kaitlin kaitlyn kala kaley kali kam kami kandace kandi kandice
    kandy kara karan karey kari karie karina karine karissa karla karleen karlene karma karmen
    karol karolyn karon karren karri karrie karyl karyn kasandra kasie kassandra kassie katelyn
    kathaleen katharina katharine kathe katherin kathern katheryn kathey kathi kathie kathlene
    kathlyn kathrine kathryne kathy kathyrn kati katia katina katlyn katrice katrina kattie katy
    kay kaye kaylee kayleen kayleigh kaylene kazuko kecia keely keena keesha keiko keisha keli
    kelle kellee kelli kellie kellye kelsey kelsie kena kendra kenisha kenna kenya kenyatta
    kenyetta keri kerri kerrie kesha keshia kia kiana kiara kiera kiesha kiley kimber kimberely
    kimberlee kimberley kimberli kimberlie kimbery kimiko kindra kira kirsten kirstin kisha
    kitty kizzy kori kourtney krista kristal kristan kristel kristen kristi kristian kristie
    kristin kristina kristine kristy kristyn krysta krystal krystle krystyna kum kyla kylee
    kylie kym kymberly kyong kyra kyung lacey laci lacie ladonna lady lai laila lakeisha lakesha
    lakeshia lakisha lan lana lanell lanette lani lanita laquita lara larae laraine larhonda
    larisa larissa laronda larue lasandra lashanda lashawn lashonda lashunda latanya latasha
    latashia latesha latia laticia latisha latonia latonya latoria latosha latoya latrice
    latricia latrina launa laure laureen laurel laurene lauretta laurette lauri laurice laurie
    laurine lavada lavera laverna lavina lavinia lavon lavonda lavonia lavonne lawana lawanda
    lawanna layla le lea leah leana leandra leann leanna leanne leatha leatrice leda leeann
    leeanna leeanne leesa leighann leilani leisa lela lelia lenna lennie lenora lenore leola
    leona leonarda leone leonie leonila leonor leonora leonore leora leota lera lesa lesia
    leslee lesli lessie leta letha leticia letitia lettie letty lexie lezlie li lia liana liane
    libby liberty librada lida lidia lien ligia lila lili lilia lilian liliana lilla lillian
    lillie lilly lily lin lina lindy linette ling linh linnea linnie linsey lisbeth lise lisette
    lisha lissa lissette lita livia liza lizabeth lizbeth lizette lizzie loan loida lois lola
    lolita loma lona loni lonna lora loraine lore loree loreen lorelei lorena lorene lorenza
    loretta loriann lorie lorinda lorine lorna lorraine lorretta lorri lorrie lory lottie louann
    louanne louella louisa louise lourdes louvenia lovella lovie loyce lu luana luann luanne
    luciana lucie lucienne lucila lucile lucille lucina lucinda lucrecia lucretia ludie lue
    luella luisa luise lula lulu luna lupita lura lurline luvenia luz lyda lydia lyla lyn lynda
    lyndsay lyndsey lynell lynelle lynette lynne lynnette lynsey ma mabel mable machelle macie
    mackenzie macy madaline madalyn madeleine madeline madelyn madge madie madison madlyn
    madonna mae maegan magaly magan magaret magdalen magdalena magdalene magen maggie magnolia
    mai maia maida maira majorie malia malika malinda malisa malissa mallory mamie mammie mana
    manda mandi mandy manuela maple mara maranda marcela marcelina marceline marcella marcelle
    marci marcia marcie marcy maren margareta margarete margarett margaretta margarette
    margarita margarite margart marge margeret margery marget margie margit margo margorie
    margot margret marguerita marguerite margurite mari mariah marian mariana mariann marianna
    marianne maribel maribeth maricela marie mariel mariela marietta marilee marilou marilu
    marilynn marina marisa marisela marisol marissa marita maritza marjorie marjory markita
    marla marlana marleen marlen marlena marlene marlo marlyn marlys marna marni marnie
    marquerite marquetta marquita marry marsha marti martina martine marva marvel marya
    maryalice maryam maryann maryanne marybeth maryellen maryjane maryjo marylee marylin marylou
    marylyn masako mathilda mathilde matilda matilde mattie maud maude maudie maura maureen
    maurine mavis maxie maxine may maya maybell maybelle maye mayme mayra mazie mckenzie meagan
    meaghan mechelle mee meg meggan meghan meghann mei melaine melanie melany melba melina
    melinda melisa melissia mellie mellisa mellissa melodie melody melonie melony melva melvina
    melynda mercedes mercy meredith meri meridith merilyn merlene merna merri merry meryl meta
    mi mia micaela michaela michele micheline michell michiko micki mickie migdalia miguelina
    mika mikki mila milagro milagros mildred milissa millicent millie mimi min mina mindi mindy
    minerva minna minnie mira miranda mireille mireya miriam mirian mirna mirta mirtha missy
    misti misty mittie mitzi modesta moira mollie molly mona monika monique monserrate mozell
    mozella mozelle mui muriel my myong myra myriam myrle myrna myrtice myrtie myrtis myrtle
    myung nada nadine nakia nakisha nakita nan nana nanci nancie nanette nannette nannie naoma
    naomi narcisa natasha nathalie natividad natosha nedra nelda nelia nelida nell nella nelle
    nellie nelly nena neoma nereida nerissa neta nettie neva nga ngoc nia nichelle nichol
    nichole nicki nickie nickole nicol nicolasa nicolette nicolle nidia nieves niki nikia nikita
    nikki nikole nila nilda nilsa ninfa nita noelia noella noelle noemi nola noma nona nora
    norah noreen norene norine norma nova novella nydia nyla obdulia ocie octavia odessa odette
    odilia ofelia ok ola oleta oliva olive olympia oma omega ona oneida opal ophelia ora oralia
    orpha ossie otilia ouida ozella page paige palma pam pamala pamelia pamella pandora pansy
    paola particia patience patrica patrice patrina patsy patti pattie patty pauletta paulette
    paulina pauline pearl pearle pearlene pearlie pearline peggie peggy penelope penney penni
    pennie penny perla petrina phillis philomena phoebe phuong phylis phyliss phyllis pia piedad
    pilar pinkie piper polly porsha portia precious pricilla princess priscilla prudence qiana
    queen queenie quiana rachael racheal rachele rachell rachelle racquel rae raeann rafaela
    raina ramona ramonita rana ranae randa randee randi raquel rasheeda rashida raven raye
    raylene rayna reatha reba rebbeca rebbecca rebeca rebekah reda regan regena regenia regina
    reiko reina remedios rena renae renata renate renea renee renetta renita reta retha retta
    reva reyna rhea rhiannon rhoda rhonda richelle rikki rina risa rita robbin roberta robyn
    rochell rochelle rocio rolanda roma romaine romana romelia romona rona ronda roni ronna
    ronni rosalba rosalee rosalia rosalie rosalina rosalind rosalinda rosaline rosalva rosalyn
    rosamond rosana rosann rosanna rosanne rosaria rosaura rose roseann roseanna roseanne
    rosella roselyn rosemarie rosemary rosetta rosia rosie rosina rosita roslyn rowena roxana
    roxane roxann roxanna roxanne roxie rozella rubie ruby rubye rufina ruthann ruthie sabina
    sabine sabra sabrina sachiko sade sadie salena salina sallie sally salome samara samatha
    samira sandi sanjuana sanjuanita sanora santa santana santina sari sarina sarita sasha
    saundra savanna savannah scarlet scarlett sebrina selena selene selina selma serena serina
    sha shaina shakira shalonda shameka shamika shana shanda shandra shaneka shanell shanelle
    shani shanice shanika shanita shanna shannan shanon shanta shante shantel shantell shara
    sharee sharen shari sharita sharla sharleen sharlene sharonda sharron sharyl sharyn shasta
    shauna shaunna shavon shavonne shawana shawanda shawna shawnda shawnee shawnna shay shayla
    shayna shea sheena sheila sheilah shela shelba shelia shelley shelli shellie shelly shemika
    shena shenita sheree sheri sherie sherilyn sherita sherley sherly sherlyn sheron sherrell
    sherri sherrie sherrill sherron sherry sherryl shery sheryl shiela shira shirlee shirleen
    shirlene shirly shona shonda shonna shoshana shu sibyl sierra signe sigrid silva silvana
    simona simone sindy siobhan skye slyvia so socorro solange soledad sommer sondra song sonja
    sonya soo sook soon soraya spring staci stacia stacie star starla starr stefani stefania
    stefanie steffanie stephaine stephane stephani stephany stephenie stephine stormy su sudie
    sueann suellen suk summer sun sunny sunshine susana susann susanna susannah susanne susie
    suzan suzann suzanna suzanne suzette suzie suzy sybil syble sylvia synthia syreeta tabatha
    tabetha tabitha takisha talia talisha talitha tam tamala tamar tamara tamatha tameika tameka
    tamekia tamela tamera tamesha tami tamica tamie tamika tamiko tammara tammi tammie tammy
    tamra tana tanesha tangela tania tanika tanisha tanja tanna tanya tara tarah tarsha taryn
    tasha tashia tawana tawanda tawanna tawny tawnya teena temeka tena tenisha tennie tennille
    teodora tequila tera tereasa terese teresita teressa teri terra terresa terri terrie tesha
    tess tessa tessie thalia thao thea theda thelma theodora theola therese theresia thersa
    thomasina thomasine thresa thu thuy tia tiana tianna tiara tierra tiesha tiffani tiffanie
    tiffiny tillie tina tiny tisha tomasa tomeka tomika tomoko tonda toni tonia tonie tonja
    tonya tori tosha toshiko towanda toya tracee traci tracie trang trena tresa tressa tressie
    treva tricia trina trinity trish trisha trista trudi trudie trudy trula tuyet twana twila
    twyla tyesha tyra una usha vada valarie valda valencia valentina valeria valerie valery
    vallie valorie vanda vanesa vanessa vanita vannessa veda velda velia vella velma velva
    velvet vena venessa venice venita venus veola verda verdell verdie verena vergie verla
    verlene verlie verna vernell vernetta vernice vernie vernita verona veronica versie vesta
    veta vicenta vickey vicki vickie vicky vida vikki vilma vina vincenza vinnie viola violet
    violeta violette virgie virgina vita viva vivan vivian viviana vivien vivienne vonda vonnie
    wai waltraud wanda wanita wei wendi wendy wilda wilhelmina willa willene willette willia
    wilma windy winifred winnie winnifred winona wonda wynona xiomara yadira yan yang yanira
    yasmin yee yen yesenia yetta yi ying yoko yolanda yolande yolando yolonda yoshiko yu yukiko
    yuko yun yvette yvonne zaida zandra zelda zella zelma zena zenaida zenobia zina zita zoe
    zofia zoila zola zona zora zoraida zula zulema zulma
""")
