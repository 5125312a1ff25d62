from vitruvian.records.flags import Flag

HEAD = (
    "time,glucose_mgdl,rapid_insulin_u,long_insulin_u,meal_kcal,meal_balance_code,meal_quality_code,"
    "heart_rate_bpm,breath_rate_bpm,posture_deg,activity_g,hrv_ms,core_temp_c\n"
)


def test_filled_cells_become_signals(import_):
    """Glucose, doses, meal energy and belt data of one line are records of their own."""
    account, timeline = import_(
        HEAD + "2014-10-01 19:29:00,172.8,6.0,31.0,357.0,1.0,3.0,96.5,20.1,1,2,3,37\n"
    )
    assert account.read == 6
    assert {signal: timeline.values(signal).value[0] for signal in timeline.signals} == {
        "glucose_interstitial": 172.8,
        "heart_rate": 96.5,
        "insulin_bolus": 6.0,
        "insulin_long_acting": 31.0,
        "meal_energy": 357.0,
        "resp_rate": 20.1,
    }


def test_zero_in_the_diary_is_nothing_logged(import_):
    """A 0.0 dose is no dose of zero: no row, and the account says how often."""
    account, timeline = import_(HEAD + "2014-10-01 19:29:00,172.8,0.0,0.0,0.0,0.0,0.0,,,,,,\n")
    assert timeline.signals == ("glucose_interstitial",)
    assert account.read == 1
    assert account.notes["cells of rapid_insulin_u that are 0: nothing logged, not a dose of zero"] == 1


def test_clamped_readings_are_limits(import_):
    """39.6 and 399.6 mg/dL are what the sensor states for all beyond them."""
    text = "".join(
        f"2014-10-01 19:{m}:00,{v},0.0,0.0,0.0,0,0,,,,,,\n" for m, v in ((10, 39.6), (15, 399.6), (20, 41.4))
    )
    _, timeline = import_(HEAD + text)
    found = timeline.values("glucose_interstitial")
    assert found.cmp.tolist() == [-1, 1, 0]
    assert (found.flags & Flag.CENSORED).astype(bool).tolist() == [True, True, False]


def test_columns_without_a_signal_are_left_out_aloud(import_):
    """Posture, activity and the codes of meals are named as left out."""
    account, _ = import_(HEAD + "2014-10-01 19:29:00,172.8,0.0,0.0,0.0,1.0,3.0,,,,,,\n")
    assert "column posture_deg left out: no signal is kept for it" in account.notes


def test_bad_time_makes_every_cell_of_the_line_wait(import_):
    """Each record of a line without a readable time waits on its own."""
    account, _ = import_(HEAD + "?,172.8,6.0,0.0,0.0,0,0,,,,,,\n2014-10-01 19:29:00,100,0,0,0,0,0,,,,,,\n")
    assert (account.read, account.visible, account.reasons) == (3, 1, {"time-invalid": 2})
