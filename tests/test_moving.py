"""Models that TF-Ranking 0.5.5 and Keras 2 saved, and how Keras 3 and ranklab read them.

The model is one Dense layer, kernel 1 and 2, bias 0.5; its loss is SoftmaxLoss(temperature=0.5).
"""

from pathlib import Path

import keras
import numpy as np
import pytest

from ranklab.losses import SoftmaxLoss

FOLDER = Path(__file__).parent / "keras_2"
FEATURES = np.array([[[1, 0], [0, 1], [3, -1]]], np.float32)
SCORES = [[1 * 1 + 0.5, 2 * 1 + 0.5, 3 * 1 - 1 * 2 + 0.5]]
load_model = keras.saving.load_model


def test_a_keras_file_of_keras_2_does_not_load():
    with pytest.raises(TypeError, match="cannot be imported"):
        load_model(FOLDER / "tf_ranking.keras", compile=False)


def test_an_h5_file_brings_model_and_weights():
    model = load_model(FOLDER / "tf_ranking.h5", compile=False)
    assert model.predict(FEATURES, verbose=0) == pytest.approx(np.array(SCORES))


def test_without_its_whole_name_the_loss_is_left_away():
    assert load_model(FOLDER / "tf_ranking.h5").loss is None


def test_with_its_whole_name_the_loss_is_tf_rankings():
    known = {"tensorflow_ranking>SoftmaxLoss": SoftmaxLoss}
    with pytest.warns(UserWarning, match="normalize_labels=False"):
        loss = load_model(FOLDER / "tf_ranking.h5", custom_objects=known).loss
    assert isinstance(loss, SoftmaxLoss)
    assert (loss.temperature, loss.normalize_labels) == (0.5, False)


def test_layers_of_ones_own_take_the_weights():
    items = keras.Input((None, 2))
    model = keras.Model(items, keras.layers.Reshape((-1,))(keras.layers.Dense(1)(items)))
    model.load_weights(FOLDER / "tf_ranking.h5")
    assert model.predict(FEATURES, verbose=0) == pytest.approx(np.array(SCORES))
