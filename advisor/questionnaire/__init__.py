"""The risk questionnaire: eight questions, a risk level from 1 to 10, and what made it.

It asks what a recommendation has to heed by FINRA Rule 2111 ("Suitability": time horizon, liquidity needs, financial
situation, objectives, experience, risk tolerance). Willingness is asked as Grable and Lytton do it, by situations with
a choice of what one would do, by a choice between outcomes, and by experience ("Financial risk tolerance revisited: the
development of a risk assessment instrument", Financial Services Review 8, 1999). Each question can be explained, and
answers that pull apart are told, as the SEC's staff asks of robo-advisers (IM Guidance Update 2017-02). The words of
the questions, their points and the limits are our own.
"""
