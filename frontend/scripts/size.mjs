console.log("no budgets yet");
