import BallastCore
import BallastEvents
import BallastTraining
import Testing

@Suite("What demonstrations train")
struct DemoRecipeTests {
    @Test("every case trains a valid run, alone and with its changes", arguments: DemoCase.allCases)
    func configurations(_ name: DemoCase) throws {
        let recipe = try DemoRecipe.recipe(name, seed: 3, threads: 1)
        #expect(recipe.name == name && recipe.broken.seed == 3 && recipe.broken.threads == 1)
        #expect(recipe.broken.guardMode == .observe)
        _ = try recipe.broken.validated()
        for change in recipe.companions + recipe.references {
            let changed = try change.applied(to: recipe.broken).validated()
            #expect(changed != recipe.broken)
        }
    }

    @Test("the validation spike is told with three models, the other cases with their own")
    func models() throws {
        for model in ["googlenet-small", "resnet18-small", "lenet5"] {
            let recipe = try DemoRecipe.recipe(.validationSpike, model: model)
            #expect(recipe.broken.model == model)
        }
        #expect(throws: BallastError.self) {
            try DemoRecipe.recipe(.validationSpike, model: "resnet50")
        }
        #expect(throws: BallastError.self) {
            try DemoRecipe.recipe(.fixedOrder, model: "lenet5")
        }
    }
}
