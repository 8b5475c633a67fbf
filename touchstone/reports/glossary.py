"""The words a report uses that a reader may not know, in our own words."""

TERMS = (
    ("Area for improvement", "Something inspectors found that should be better."),
    ("Case manager", "The member of staff who holds a child's case and answers for the work on it."),
    ("Child", "Anybody aged 10 to 17 who works with the service, or was that age when the work began."),
    (
        "Child in need, child protection plan",
        "Plans by which children's social care helps or protects a child under the Children Act 1989.",
    ),
    ("Cared-for child", "A child in the care of the local authority."),
    (
        "Community resolution",
        "An informal out-of-court disposal agreed with the police: the child takes responsibility. No conviction.",
    ),
    (
        "Community sentence",
        "A court's sentence served in the community, such as a referral order or a youth rehabilitation order.",
    ),
    ("Contingency plan", "Who does what, and when, if the risk to or from a child rises."),
    ("Court disposal", "What a court decided: a community sentence or a custodial one."),
    ("Custodial sentence", "A sentence served in the secure estate, then under supervision in the community."),
    ("Desistance", "Stopping offending, and what helps a child to stop and stay out of it."),
    (
        "Detention and training order",
        "A custodial sentence for children, of which a part is served in custody and a part under supervision.",
    ),
    ("Disproportionality", "A group of children being more or less present in the system than in the population."),
    ("Diversion", "Dealing with a child outside the formal system so that no criminal record or charge follows."),
    ("First-time entrant", "A child who receives a first formal caution or conviction."),
    (
        "MAPPA",
        "Multi-agency public protection arrangements: police, probation and prisons manage serious risk together.",
    ),
    ("Out-of-court disposal", "A way in which the police deal with an offence without taking it to court."),
    (
        "Outcome 22",
        "A police outcome: prosecution is put off while the child does work that meets a need. No admission is asked.",
    ),
    ("Reparation", "Work by which a child makes good to the victim or the community."),
    ("Resettlement", "Preparing for a child's release from custody and supporting the child after it."),
    (
        "Safety of others",
        "Keeping people from harm that a child may do to them. It was long called risk of serious harm.",
    ),
    ("Safety of the child", "Keeping a child from harm by others, by circumstances and by the child's own acts."),
    (
        "Secure estate",
        "Young offender institutions, secure training centres, secure children's homes and secure schools.",
    ),
    (
        "Section 91, section 250",
        "Long custodial sentences of children for grave crimes, named by the sections of the Acts that allow them.",
    ),
    (
        "Youth caution, youth conditional caution",
        "Formal out-of-court disposals by the police for a child who admits an offence; the second sets conditions.",
    ),
)
